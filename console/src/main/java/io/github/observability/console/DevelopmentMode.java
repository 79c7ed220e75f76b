package io.github.observability.console;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

import io.github.observability.BootNames;
import io.github.observability.FeatureSwitch;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.AotDetector;
import org.springframework.boot.system.ApplicationHome;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Decides whether the application runs on the machine of somebody who develops it. Boot's
 * plugins leave the console out of an archive anyway; this is the second lock.
 */
final class DevelopmentMode {

	private static final Set<String> PRODUCTION_PROFILES = Set.of("prod", "production", "prd", "live", "staging",
			"stage", "preprod", "uat", "cloud", "kubernetes");

	private static final String DEVTOOLS = BootNames.DEVTOOLS_RESTART_SCOPE;

	private DevelopmentMode() {
	}

	static boolean isServed(Environment environment, @Nullable ClassLoader classLoader) {
		return FeatureSwitch.isOn(environment, ConsoleProperties.PREFIX + ".enabled")
				&& refusal(environment, classLoader) == null;
	}

	/**
	 * Find what speaks against development.
	 * @param environment the environment
	 * @param classLoader the class loader of the application
	 * @return a reason to refuse, {@code null} if the console may be served
	 */
	static @Nullable String refusal(Environment environment, @Nullable ClassLoader classLoader) {
		if (Boolean.TRUE.equals(FeatureSwitch.read(environment, ConsoleProperties.PREFIX + ".allow-in-production"))) {
			return null;
		}
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
		if (!ClassUtils.isPresent(DEVTOOLS, classLoader) && isPackaged()) {
			return "the application runs from an archive, not from a build folder";
		}
		return null;
	}

	private static boolean isPackaged() {
		ApplicationHome home = new ApplicationHome();
		return home.getSource() != null && home.getSource().isFile();
	}

}
