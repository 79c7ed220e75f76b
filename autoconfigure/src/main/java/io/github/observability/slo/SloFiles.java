package io.github.observability.slo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Writes the files that make alerts of the objectives, without starting the application:
 * a build runs it with the class path of the application, so that the files can be
 * committed and compared. It reads {@code application.yml} and its profiles as the
 * application does; properties can be given as arguments.
 */
public final class SloFiles {

	/** Name of a service that has none. */
	static final String UNNAMED = "application";

	private static final String OUTPUT = "output";

	private SloFiles() {
	}

	/**
	 * Write the files.
	 * @param args {@code --output=} and a directory, the current one by default;
	 * properties as {@code --key=value}
	 * @throws IOException if a file cannot be written
	 * @throws RuntimeException if a property is wrong
	 */
	public static void main(String... args) throws IOException {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(args));
		ConfigDataEnvironmentPostProcessor.applyTo(environment);
		SloProperties properties = Binder.get(environment).bindOrCreate(SloProperties.PREFIX, SloProperties.class);
		write(of(properties, environment), Path.of(environment.getProperty(OUTPUT, "")));
	}

	static SloFileSet of(SloProperties properties, Environment environment) {
		String service = environment.getProperty("spring.application.name", UNNAMED);
		return new SloFileSet(service.isBlank() ? UNNAMED : service, properties.slos(), properties.alerting(),
				properties.rules(), servedRequests(environment));
	}

	static String servedRequests(Environment environment) {
		return environment.getProperty("management.observations.http.server.requests.name", "http.server.requests");
	}

	private static void write(SloFileSet files, Path directory) throws IOException {
		Files.createDirectories(directory);
		for (SloFile file : List.of(SloFile.values())) {
			Files.writeString(directory.resolve(file.fileName()), files.render(file));
		}
	}

}
