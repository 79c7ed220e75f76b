package io.github.observability.dashboards;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * {@link Endpoint @Endpoint} that renders dashboards for the meters that the application
 * has now.
 */
@Endpoint(id = "dashboards")
final class DashboardsEndpoint {

	/** Name of the list of meters, which is not a dashboard. */
	static final String METERS = "meters";

	private static final String NOTE = "Rendered from the meters that are there now. A meter appears once the "
			+ "application has used it: ask after some traffic.";

	private final DashboardSource source;

	private final Supplier<MeterInventory> inventory;

	DashboardsEndpoint(DashboardSource source, Supplier<MeterInventory> inventory) {
		this.source = source;
		this.inventory = inventory;
	}

	@ReadOperation
	Overview overview() {
		return new Overview(NOTE, List.copyOf(new TreeMap<>(this.source.dashboards()).keySet()), METERS);
	}

	@ReadOperation(produces = "application/json")
	@Nullable String dashboard(@Selector String name) {
		if (name.equals(METERS)) {
			return InventoryFile.write(this.inventory.get());
		}
		Map<String, String> dashboards = this.source.dashboards();
		return dashboards.get(name);
	}

	/**
	 * The response without a name.
	 *
	 * @param note what the dashboards are rendered from
	 * @param dashboards the names of the dashboards
	 * @param meters the name of the list of meters, for a build
	 */
	record Overview(String note, List<String> dashboards, String meters) {

	}

}
