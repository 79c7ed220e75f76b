package io.github.observability.dashboards;

import java.util.Map;
import java.util.TreeMap;

import io.github.observability.RecordedNames;
import io.github.observability.environment.BuildEnvironment;

/**
 * Writes the dashboards of an application without starting it. A build runs it with the
 * application's class path, so that the files can be committed and compared. It reads
 * {@code application.yml} and its profiles as the application does, the meters from a
 * file that the running application wrote, and takes further properties as arguments.
 */
public final class DashboardFiles {

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
		BuildEnvironment build = new BuildEnvironment(args);
		MeterInventory inventory = InventoryFile.read(build.meters(", which /actuator/dashboards/meters answers"));
		DashboardsProperties properties = build.bind(DashboardsProperties.PREFIX, DashboardsProperties.class);
		Map<String, String> files = new TreeMap<>();
		MeterDashboards
			.render(Application.of(inventory, properties, build.environment(), RecordedNames.of(build.environment())))
			.forEach((name, dashboard) -> files.put(name + ".json", dashboard));
		build.write(files);
	}

}
