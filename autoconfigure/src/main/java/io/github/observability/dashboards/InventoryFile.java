package io.github.observability.dashboards;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.observability.dashboards.grafana.DashboardJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The meters of an application as JSON. A build has no registry: it reads what a running
 * application wrote.
 */
final class InventoryFile {

	private InventoryFile() {
	}

	static String write(MeterInventory inventory) {
		List<Object> meters = new ArrayList<>();
		for (RecordedMeter meter : inventory.meters()) {
			Map<String, @Nullable Object> json = DashboardJson.map("name", meter.name(), "metric", meter.metric(),
					"kind", meter.kind().key());
			if (meter.unit() != null) {
				json.put("unit", meter.unit());
			}
			if (meter.histogram()) {
				json.put("histogram", true);
			}
			if (meter.business()) {
				json.put("business", true);
			}
			if (!meter.description().isEmpty()) {
				json.put("description", meter.description());
			}
			json.put("labels", meter.labels());
			if (!meter.currencies().isEmpty()) {
				json.put("currencies", meter.currencies());
			}
			meters.add(json);
		}
		return DashboardJson.write(DashboardJson.map("meters", meters));
	}

	/**
	 * Read meters.
	 * @param file the file
	 * @return the meters
	 * @throws IllegalArgumentException if it cannot be read or holds something else
	 */
	static MeterInventory read(Path file) {
		String hint = "; save what /actuator/dashboards/meters of the running application answers";
		try {
			JsonNode meters = new JsonMapper().readTree(Files.readString(file)).path("meters");
			if (!meters.isArray()) {
				throw new IllegalArgumentException("'" + file + "' has no list of meters" + hint);
			}
			List<RecordedMeter> read = new ArrayList<>();
			meters.forEach((meter) -> read.add(meter(meter)));
			return new MeterInventory(List.copyOf(read));
		}
		catch (IOException | JacksonException ex) {
			throw new IllegalArgumentException("'" + file + "' cannot be read as JSON" + hint, ex);
		}
	}

	private static RecordedMeter meter(JsonNode json) {
		Map<String, String> labels = new TreeMap<>();
		json.path("labels").properties().forEach((label) -> labels.put(label.getKey(), label.getValue().asString()));
		List<String> currencies = new ArrayList<>();
		json.path("currencies").forEach((currency) -> currencies.add(currency.asString()));
		JsonNode unit = json.path("unit");
		return new RecordedMeter(json.path("name").asString(), json.path("metric").asString(),
				MeterKind.ofKey(json.path("kind").asString()), unit.isMissingNode() ? null : unit.asString(),
				json.path("histogram").asBoolean(false), json.path("business").asBoolean(false),
				json.path("description").asString(""), labels, currencies);
	}

}
