package io.github.observability.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.StringUtils;

/**
 * The settings of an application that is not started: {@code application.yml} and its
 * profiles as the application reads them, and arguments as {@code --key=value}. A build
 * uses it to write files that are committed and compared.
 */
public final class BuildEnvironment {

	private static final String OUTPUT = "output";

	private static final String METERS = "meters";

	private final StandardEnvironment environment = new StandardEnvironment();

	/**
	 * Read the settings.
	 * @param args the arguments, among them {@code --output=} and {@code --meters=}
	 */
	public BuildEnvironment(String... args) {
		this.environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(args));
		ConfigDataEnvironmentPostProcessor.applyTo(this.environment);
	}

	/**
	 * Return the environment.
	 * @return the environment
	 */
	public Environment environment() {
		return this.environment;
	}

	/**
	 * Bind settings.
	 * @param <T> type of the settings
	 * @param prefix what the keys begin with
	 * @param type type of the settings
	 * @return the settings
	 * @throws IllegalArgumentException if one is wrong, with a sentence that says which
	 */
	public <T> T bind(String prefix, Class<T> type) {
		try {
			return Binder.get(this.environment).bindOrCreate(prefix, type);
		}
		catch (BindException ex) {
			throw new IllegalArgumentException(NestedExceptionUtils.getMostSpecificCause(ex).getMessage(), ex);
		}
	}

	/**
	 * Return the file with the meters, which the running application wrote.
	 * @param hint how to get the file, as the end of a sentence
	 * @return the file
	 * @throws IllegalArgumentException if no argument names it
	 */
	public Path meters(String hint) {
		String meters = this.environment.getProperty(METERS);
		if (!StringUtils.hasText(meters)) {
			throw new IllegalArgumentException(
					"'--meters=' must name the file with the meters of the application" + hint);
		}
		return Path.of(meters);
	}

	/**
	 * Return the directory that files are written to.
	 * @return the directory, the current one by default
	 */
	public Path output() {
		return Path.of(this.environment.getProperty(OUTPUT, ""));
	}

	/**
	 * Write files.
	 * @param files the contents by the name of the file
	 * @throws IllegalArgumentException if the directory cannot be written
	 */
	public void write(Map<String, String> files) {
		Path directory = output();
		try {
			Files.createDirectories(directory);
			for (Map.Entry<String, String> file : files.entrySet()) {
				Files.writeString(directory.resolve(file.getKey()), file.getValue());
			}
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("'--output=' must name a directory that can be written, but '"
					+ directory.toAbsolutePath() + "' cannot", ex);
		}
	}

}
