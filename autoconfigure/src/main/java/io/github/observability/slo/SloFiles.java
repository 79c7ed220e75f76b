package io.github.observability.slo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.observability.PrometheusNames;
import io.github.observability.RecordedNames;

import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Writes the alert rules and related files of the objectives without starting the
 * application. A build runs it with the application's class path, so that the files can
 * be committed and compared. It reads {@code application.yml} and its profiles as the
 * application does, and takes further properties as arguments.
 */
public final class SloFiles {

	private static final String OUTPUT = "output";

	private SloFiles() {
	}

	/**
	 * Write the files.
	 * @param args {@code --output=} and a directory, the current one by default, and
	 * properties as {@code --key=value}
	 * @throws IOException if a file cannot be written
	 * @throws RuntimeException if a property is invalid
	 */
	public static void main(String... args) throws IOException {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(args));
		ConfigDataEnvironmentPostProcessor.applyTo(environment);
		SloProperties properties = Binder.get(environment).bindOrCreate(SloProperties.PREFIX, SloProperties.class);
		write(SloRendering.of(properties, environment, RecordedNames.of(environment).server(),
				PrometheusNames.byDefault()), Path.of(environment.getProperty(OUTPUT, "")));
	}

	private static void write(SloRendering rendering, Path directory) throws IOException {
		Files.createDirectories(directory);
		for (SloRendering.Output output : SloRendering.Output.values()) {
			Files.writeString(directory.resolve(output.fileName()), rendering.render(output));
		}
	}

}
