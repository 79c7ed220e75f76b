package io.github.observability.testing;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Leaves out the auto-configuration of libraries that an application does not use, where
 * the property says what it uses.
 *
 * @see Uses
 */
final class UsedLibraries implements AutoConfigurationImportFilter, EnvironmentAware {

	private static final String PROPERTY = "test.uses";

	private @Nullable Environment environment;

	/**
	 * Return what tells an application what it uses.
	 * @param source the configuration class of the application
	 * @return the argument
	 */
	static String argument(Class<?> source) {
		Uses uses = source.getAnnotation(Uses.class);
		Library[] used = (uses != null) ? uses.value() : new Library[0];
		return "--" + PROPERTY + "=" + Arrays.stream(used).map(Enum::name).collect(Collectors.joining(","));
	}

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	@Override
	public boolean[] match(String[] autoConfigurationClasses, AutoConfigurationMetadata metadata) {
		boolean[] matches = new boolean[autoConfigurationClasses.length];
		Arrays.fill(matches, true);
		Library[] used = (this.environment != null) ? this.environment.getProperty(PROPERTY, Library[].class) : null;
		if (used != null) {
			Set<Library> unused = EnumSet.allOf(Library.class);
			unused.removeAll(Arrays.asList(used));
			for (int i = 0; i < matches.length; i++) {
				String name = autoConfigurationClasses[i];
				matches[i] = name == null || unused.stream().noneMatch((library) -> library.configures(name));
			}
		}
		return matches;
	}

}
