package io.github.observability.slo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.observability.PrometheusNames;
import io.github.observability.RecordedNames;
import io.github.observability.environment.BuildEnvironment;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Writes the alert rules and related files of the objectives without starting the
 * application. A build runs it with the application's class path, so that the files can
 * be committed and compared. It reads {@code application.yml} and its profiles as the
 * application does, and takes further properties as arguments.
 */
public final class SloFiles {

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
		BuildEnvironment build = new BuildEnvironment(args);
		Environment environment = build.environment();
		SloProperties properties = Binder.get(environment).bindOrCreate(SloProperties.PREFIX, SloProperties.class);
		write(SloRendering.of(properties, environment, RecordedNames.of(environment).server(),
				PrometheusNames.byDefault()), build.output());
	}

	private static void write(SloRendering rendering, Path directory) throws IOException {
		Files.createDirectories(directory);
		for (SloRendering.Output output : SloRendering.Output.values()) {
			Files.writeString(directory.resolve(output.fileName()), rendering.render(output));
		}
	}

}
