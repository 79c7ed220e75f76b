package io.github.observability.test.plain;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Leaves the starter's auto-configurations out where a test wants plain Boot.
 */
final class WithoutStarter implements AutoConfigurationImportFilter, EnvironmentAware {

	private boolean plain;

	@Override
	public void setEnvironment(Environment environment) {
		this.plain = environment.getProperty("tests.plain", Boolean.class, false);
	}

	@Override
	public boolean[] match(@Nullable String[] autoConfigurationClasses, AutoConfigurationMetadata metadata) {
		boolean[] matches = new boolean[autoConfigurationClasses.length];
		for (int i = 0; i < matches.length; i++) {
			String name = autoConfigurationClasses[i];
			matches[i] = !(this.plain && name != null && name.startsWith("io.github.observability."));
		}
		return matches;
	}

}
