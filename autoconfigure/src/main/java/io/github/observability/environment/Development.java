package io.github.observability.environment;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

import io.github.observability.BootNames;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.AotDetector;
import org.springframework.boot.system.ApplicationHome;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * The one rule by which features tell the machine of somebody who develops an application
 * from production.
 */
public final class Development {

	private static final Set<String> PRODUCTION_PROFILES = Set.of("prod", "production", "prd", "live", "staging",
			"stage", "preprod", "uat", "cloud", "kubernetes");

	private Development() {
	}

	/**
	 * Find what speaks against development.
	 * @param environment the environment
	 * @param classLoader the class loader of the application
	 * @return a clause that a sentence can end with, {@code null} if nothing does
	 */
	public static @Nullable String objection(Environment environment, @Nullable ClassLoader classLoader) {
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
		if (!ClassUtils.isPresent(BootNames.DEVTOOLS_RESTART_SCOPE, classLoader) && isPackaged()) {
			return "the application runs from an archive, not from a build folder";
		}
		return null;
	}

	private static boolean isPackaged() {
		ApplicationHome home = new ApplicationHome();
		return home.getSource() != null && home.getSource().isFile();
	}

}
