package io.github.observability.profiling;

import java.util.Arrays;
import java.util.Locale;

import io.github.observability.FeatureSwitch;
import io.github.observability.environment.Development;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.IncludeExcludeEndpointFilter;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.ExposableEndpoint;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Condition that matches in development, or where the property of the endpoint says so.
 * It is asked only where somebody asks for the endpoint, as it says why none is served.
 */
final class OnProfileEndpointCondition extends SpringBootCondition {

	private static final String KEY = ProfilingProperties.PREFIX + ".endpoint.enabled";

	private static final EndpointId PROFILE = EndpointId.of("profile");

	private static final Log logger = LogFactory.getLog(OnProfileEndpointCondition.class);

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Profile endpoint");
		@Nullable Boolean enabled = FeatureSwitch.read(context.getEnvironment(), KEY);
		if (enabled != null) {
			return new ConditionOutcome(enabled, message.because(KEY + " is " + (enabled ? "on" : "off")));
		}
		@Nullable String objection = Development.objection(context.getEnvironment(), context.getClassLoader());
		if (objection == null) {
			return ConditionOutcome.match(message.because("nothing speaks against development"));
		}
		logger.info("The endpoint 'profile' is "
				+ (isExposed(context.getEnvironment()) ? "exposed" : "asked for, such as by the console,")
				+ " but not served, because " + objection + "; '" + KEY + "=true' serves it all the same");
		return ConditionOutcome.noMatch(message.because(objection));
	}

	/**
	 * Tell an endpoint that the properties expose from one that a contributor of Boot's
	 * condition asks for, such as the console, to which alone it would be served.
	 */
	private static boolean isExposed(Environment environment) {
		boolean jmx = environment.getProperty("spring.jmx.enabled", Boolean.class, false);
		return Arrays.stream(EndpointExposure.values())
			.filter((exposure) -> exposure != EndpointExposure.JMX || jmx)
			.anyMatch((exposure) -> new IncludeExcludeEndpointFilter<>(ExposableEndpoint.class, environment,
					"management.endpoints." + exposure.name().toLowerCase(Locale.ROOT) + ".exposure",
					exposure.getDefaultIncludes())
				.match(PROFILE));
	}

}
