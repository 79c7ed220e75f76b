package io.github.observability.profiling;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

import io.github.observability.BootNames;
import io.github.observability.FeatureSwitch;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.AotDetector;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.system.ApplicationHome;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;

/**
 * Condition that matches in development, or where the property of the endpoint says so.
 * It comes last, so that only applications that expose the endpoint read its line.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
final class OnProfileEndpointCondition extends SpringBootCondition {

	private static final String KEY = ProfilingProperties.PREFIX + ".endpoint.enabled";

	private static final Set<String> PRODUCTION_PROFILES = Set.of("prod", "production", "prd", "live", "staging",
			"stage", "preprod", "uat", "cloud", "kubernetes");

	private static final Log logger = LogFactory.getLog(OnProfileEndpointCondition.class);

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Profile endpoint");
		@Nullable Boolean enabled = FeatureSwitch.read(context.getEnvironment(), KEY);
		if (enabled != null) {
			return new ConditionOutcome(enabled, message.because(KEY + " is " + (enabled ? "on" : "off")));
		}
		@Nullable String objection = objection(context.getEnvironment(), context.getClassLoader());
		if (objection == null) {
			return ConditionOutcome.match(message.because("nothing speaks against development"));
		}
		logger.info("The endpoint 'profile' is exposed but not served, because " + objection + "; '" + KEY
				+ "=true' serves it all the same");
		return ConditionOutcome.noMatch(message.because(objection));
	}

	/**
	 * Find what speaks against development, by the rule of the development console.
	 * @param environment the environment
	 * @param classLoader the class loader of the application
	 * @return a clause, {@code null} if nothing does
	 */
	private static @Nullable String objection(Environment environment, @Nullable ClassLoader classLoader) {
		// What is decided while an application is processed holds wherever it runs.
		if (AotDetector.useGeneratedArtifacts() || Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
			return "the application was processed ahead of time";
		}
		String profile = Arrays.stream(environment.getActiveProfiles())
			.filter((name) -> PRODUCTION_PROFILES.contains(name.toLowerCase(Locale.ROOT)))
			.findFirst()
			.orElse(null);
		if (profile != null) {
			return "the profile '" + profile + "' is active";
		}
		boolean packaged = !ClassUtils.isPresent(BootNames.DEVTOOLS_RESTART_SCOPE, classLoader) && isArchive();
		return packaged ? "the application runs from an archive, not from a build folder" : null;
	}

	private static boolean isArchive() {
		ApplicationHome home = new ApplicationHome();
		return home.getSource() != null && home.getSource().isFile();
	}

}
