package io.github.observability.defaults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.util.StringUtils;

/**
 * What the application was built as. It names the service of an application that has no
 * name.
 *
 * @param name name of the build, of the jar or of the main class
 * @param version version of the build, if known
 */
record Artifact(String name, @Nullable String version) {

	static final String BUILD_INFO = "META-INF/build-info.properties";

	/** What OpenTelemetry calls a service that has no name. */
	static final String UNKNOWN = "unknown_service:java";

	/** A class that deploys an application. Its name says nothing. */
	private static final String SERVLET_INITIALIZER = "ServletInitializer";

	static Artifact of(SpringApplication application, ClassLoader classLoader) {
		return of(mainClass(application), classLoader);
	}

	static Artifact of(@Nullable Class<?> mainClass, ClassLoader classLoader) {
		Properties build = build(classLoader);
		String title = (mainClass != null && mainClass.getPackage() != null)
				? mainClass.getPackage().getImplementationTitle() : null;
		String className = (mainClass != null) ? nameOf(mainClass.getSimpleName()) : null;
		String name = Stream.of(build.getProperty("build.artifact"), build.getProperty("build.name"), title, className)
			.filter(StringUtils::hasText)
			.findFirst()
			.orElse(UNKNOWN);
		String version = build.getProperty("build.version");
		return new Artifact(name.strip(), StringUtils.hasText(version) ? version.strip() : null);
	}

	private static @Nullable Class<?> mainClass(SpringApplication application) {
		Class<?> mainClass = application.getMainApplicationClass();
		if (mainClass != null && !mainClass.getSimpleName().equals(SERVLET_INITIALIZER)) {
			return mainClass;
		}
		return application.getAllSources()
			.stream()
			.filter(Class.class::isInstance)
			.map((source) -> (Class<?>) source)
			.findFirst()
			.orElse(null);
	}

	private static Properties build(ClassLoader classLoader) {
		ClassPathResource resource = new ClassPathResource(BUILD_INFO, classLoader);
		if (resource.exists()) {
			try {
				return PropertiesLoaderUtils.loadProperties(new EncodedResource(resource, StandardCharsets.UTF_8));
			}
			catch (IOException | IllegalArgumentException ex) {
				// A name is no reason for a start to fail. There are others.
			}
		}
		return new Properties();
	}

	/** Returns a class name in kebab case, without what each application ends with. */
	private static String nameOf(String simpleName) {
		String words = without(without(simpleName, "Kt"), "Application");
		StringBuilder kebab = new StringBuilder();
		for (int i = 0; i < words.length(); i++) {
			char c = words.charAt(i);
			if (i > 0 && Character.isUpperCase(c) && (!Character.isUpperCase(words.charAt(i - 1))
					|| (i + 1 < words.length() && Character.isLowerCase(words.charAt(i + 1))))) {
				kebab.append('-');
			}
			kebab.append(c);
		}
		return kebab.toString().toLowerCase(Locale.ROOT);
	}

	private static String without(String text, String ending) {
		return text.endsWith(ending) ? text.substring(0, text.length() - ending.length()) : text;
	}

}
