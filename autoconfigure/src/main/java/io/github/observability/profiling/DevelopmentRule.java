package io.github.observability.profiling;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

import io.github.observability.BootNames;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.AotDetector;
import org.springframework.boot.system.ApplicationHome;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Decides whether the application runs where somebody develops it, as the development
 * console does.
 */
final class DevelopmentRule {

	private static final Set<String> PRODUCTION_PROFILES = Set.of("prod", "production", "prd", "live", "staging",
			"stage", "preprod", "uat", "cloud", "kubernetes");

	private DevelopmentRule() {
	}

	/**
	 * Find what speaks against development.
	 * @param environment the environment
	 * @param classLoader the class loader of the application
	 * @return a clause, {@code null} if nothing does
	 */
	static @Nullable String objection(Environment environment, @Nullable ClassLoader classLoader) {
		if (AotDetector.useGeneratedArtifacts()) {
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
