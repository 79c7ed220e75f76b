package io.github.observability.dashboards.grafana;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * Writes the JSON that Grafana provisions from files.
 */
public final class ClassicDashboard {

	private static final int SCHEMA_VERSION = 41;

	/** Numbers of Grafana's enumerations. */
	private static final int SHARED_CROSSHAIR = 1;

	private static final int ON_TIME_RANGE_CHANGED = 2;

	private static final int ALPHABETICAL = 1;

	private ClassicDashboard() {
	}

	/**
	 * Write a dashboard.
	 * @param dashboard the dashboard
	 * @return the JSON
	 */
	public static String render(Dashboard dashboard) {
		return DashboardJson
			.write(DashboardJson.map("uid", dashboard.uid(), "title", dashboard.title(), "description",
					dashboard.description(), "tags", List.of("observability"), "schemaVersion", SCHEMA_VERSION,
					"version", 1, "editable", true, "graphTooltip", SHARED_CROSSHAIR, "refresh", "30s", "time",
					DashboardJson.map("from", "now-1h", "to", "now"), "timezone", "browser", "links",
					dashboard.links().stream().map(DashboardJson::link).toList(), "annotations",
					DashboardJson.map("list",
							dashboard.annotations().stream().map(ClassicDashboard::annotation).toList()),
					"templating",
					DashboardJson.map("list", dashboard.variables().stream().map(ClassicDashboard::variable).toList()),
					"panels", panels(dashboard)));
	}

	private static Map<String, @Nullable Object> annotation(Annotation annotation) {
		return DashboardJson.map("name", annotation.name(), "datasource", metrics(), "enable", true, "hide", false,
				"iconColor", annotation.color(), "target",
				DashboardJson.map("refId", "Anno", "expr", annotation.expression(), "interval", "60s"), "titleFormat",
				annotation.title(), "useValueForTime", "on");
	}

	private static Map<String, @Nullable Object> metrics() {
		return DashboardJson.map("type", DataSource.METRICS.plugin(), "uid", DataSource.METRICS.variable());
	}

	private static Map<String, @Nullable Object> variable(Variable variable) {
		boolean all = variable.several();
		Map<String, @Nullable Object> json = DashboardJson.map("name", variable.name(), "label", variable.label(),
				"hide", 0, "skipUrlSync", false, "multi", all, "includeAll", all, "current",
				DashboardJson.map("text", all ? "All" : variable.value(), "value", variable.value()));
		DataSource chosen = variable.dataSource();
		if (chosen != null) {
			json.put("type", "datasource");
			json.put("query", chosen.plugin());
			json.put("refresh", 1);
			return json;
		}
		json.put("type", "query");
		json.put("datasource", metrics());
		json.put("query", DashboardJson.map("query", variable.query(), "refId", variable.name()));
		json.put("refresh", ON_TIME_RANGE_CHANGED);
		json.put("sort", ALPHABETICAL);
		if (all) {
			json.put("allValue", ".*");
		}
		return json;
	}

	private static List<Object> panels(Dashboard dashboard) {
		List<Object> panels = new ArrayList<>();
		AtomicInteger id = new AtomicInteger();
		Grid grid = new Grid();
		for (Section section : dashboard.sections()) {
			grid.newRow();
			if (!section.title().isEmpty()) {
				panels.add(DashboardJson.map("id", id.incrementAndGet(), "type", "row", "title", section.title(),
						"collapsed", false, "gridPos", position(grid.place(Dashboard.COLUMNS, 1)), "panels",
						List.of()));
			}
			section.panels().forEach((panel) -> panels.add(panel(panel, id.incrementAndGet(), grid)));
		}
		return panels;
	}

	private static Map<String, @Nullable Object> panel(Panel panel, int id, Grid grid) {
		return DashboardJson.map("id", id, "type", panel.visual().plugin(), "title", panel.title(), "description",
				panel.description(), "datasource", metrics(), "gridPos",
				position(grid.place(panel.width(), panel.height())), "fieldConfig", DashboardJson.fieldConfig(panel),
				"options", DashboardJson.options(panel), "targets", targets(panel), "transformations",
				DashboardJson.transformations(panel)
					.stream()
					.map((step) -> DashboardJson.map("id", step.id(), "options", step.options()))
					.toList());
	}

	private static List<Map<String, @Nullable Object>> targets(Panel panel) {
		return IntStream.range(0, panel.targets().size()).mapToObj((index) -> {
			Map<String, @Nullable Object> target = DashboardJson.map("refId", DashboardJson.refId(index), "datasource",
					metrics());
			target.putAll(DashboardJson.query(panel.targets().get(index)));
			return target;
		}).toList();
	}

	private static Map<String, @Nullable Object> position(Grid.Cell cell) {
		return DashboardJson.map("x", cell.x(), "y", cell.y(), "w", cell.width(), "h", cell.height());
	}

}
