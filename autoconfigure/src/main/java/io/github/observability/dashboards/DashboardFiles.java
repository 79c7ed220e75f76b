package io.github.observability.dashboards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.github.observability.RecordedNames;

import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.StringUtils;

/**
 * Writes the dashboards of an application without starting it. A build runs it with the
 * application's class path, so that the files can be committed and compared. It reads
 * {@code application.yml} and its profiles as the application does, the meters from a
 * file that the running application wrote, and takes further properties as arguments.
 */
public final class DashboardFiles {

	private static final String OUTPUT = "output";

	private static final String METERS = "meters";

	private DashboardFiles() {
	}

	/**
	 * Write the files.
	 * @param args {@code --meters=} and the file with the meters, {@code --output=} and a
	 * directory, the current one by default, and properties as {@code --key=value}
	 * @throws IllegalArgumentException if a property is invalid, or a file cannot be read
	 * or written; the message is one sentence
	 */
	public static void main(String... args) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(args));
		ConfigDataEnvironmentPostProcessor.applyTo(environment);
		String meters = environment.getProperty(METERS);
		if (!StringUtils.hasText(meters)) {
			throw new IllegalArgumentException(
					"'--meters=' must name the file with the meters of the application, which "
							+ "/actuator/dashboards/meters answers");
		}
		MeterInventory inventory = InventoryFile.read(Path.of(meters));
		write(MeterDashboards
			.render(Application.of(inventory, properties(environment), environment, RecordedNames.of(environment))),
				Path.of(environment.getProperty(OUTPUT, "")));
	}

	private static DashboardsProperties properties(StandardEnvironment environment) {
		try {
			return Binder.get(environment).bindOrCreate(DashboardsProperties.PREFIX, DashboardsProperties.class);
		}
		catch (BindException ex) {
			throw new IllegalArgumentException(NestedExceptionUtils.getMostSpecificCause(ex).getMessage(), ex);
		}
	}

	private static void write(Map<String, String> dashboards, Path directory) {
		try {
			Files.createDirectories(directory);
			for (Map.Entry<String, String> dashboard : dashboards.entrySet()) {
				Files.writeString(directory.resolve(dashboard.getKey() + ".json"), dashboard.getValue());
			}
		}
		catch (IOException | UncheckedIOException ex) {
			throw new IllegalArgumentException("'--output=' must name a directory that can be written, but '"
					+ directory.toAbsolutePath() + "' cannot", ex);
		}
	}

}
