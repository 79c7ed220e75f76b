package io.github.observability.console;

import io.github.observability.FeatureSwitch;
import io.github.observability.environment.Development;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * Decides whether the application runs on the machine of somebody who develops it. Boot's
 * plugins leave the console out of an archive anyway; this is the second lock.
 */
final class DevelopmentMode {

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
		return Development.objection(environment, classLoader);
	}

}
