package io.github.observability.dashboards.grafana;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * Writes the resource of Grafana's API, which {@code kubectl}-like tools and its API
 * take. File provisioning refuses it.
 */
public final class ResourceDashboard {

	private static final String API_VERSION = "dashboard.grafana.app/v2";

	/** Version of the schema of queries to data sources. */
	private static final String QUERY_VERSION = "v0";

	private ResourceDashboard() {
	}

	/**
	 * Write a dashboard.
	 * @param dashboard the dashboard
	 * @return the resource, as JSON
	 */
	public static String render(Dashboard dashboard) {
		Map<String, Object> elements = new TreeMap<>();
		List<Object> rows = new ArrayList<>();
		int id = 0;
		for (Section section : dashboard.sections()) {
			List<Object> items = new ArrayList<>();
			Grid grid = new Grid();
			for (Panel panel : section.panels()) {
				String name = "panel-%02d".formatted(++id);
				elements.put(name, element(panel, id));
				Grid.Cell cell = grid.place(panel.width(), panel.height());
				items.add(DashboardJson.map("kind", "GridLayoutItem", "spec",
						DashboardJson.map("x", cell.x(), "y", cell.y(), "width", cell.width(), "height", cell.height(),
								"element", DashboardJson.map("kind", "ElementReference", "name", name))));
			}
			rows.add(DashboardJson.map("kind", "RowsLayoutRow", "spec",
					DashboardJson.map("title", section.title(), "collapse", false, "hideHeader",
							section.title().isEmpty(), "layout",
							DashboardJson.map("kind", "GridLayout", "spec", DashboardJson.map("items", items)))));
		}
		return DashboardJson.write(DashboardJson.map("apiVersion", API_VERSION, "kind", "Dashboard", "metadata",
				DashboardJson.map("name", dashboard.uid()), "spec",
				DashboardJson.map("title", dashboard.title(), "description", dashboard.description(), "editable", true,
						"cursorSync", "Crosshair", "preload", false, "tags", List.of("observability"), "links",
						dashboard.links().stream().map(DashboardJson::link).toList(), "timeSettings",
						DashboardJson.map("timezone", "browser", "from", "now-1h", "to", "now", "autoRefresh", "30s",
								"autoRefreshIntervals", List.of("5s", "10s", "30s", "1m", "5m", "15m", "30m", "1h"),
								"hideTimepicker", false, "fiscalYearStartMonth", 0),
						"annotations", dashboard.annotations().stream().map(ResourceDashboard::annotation).toList(),
						"variables", dashboard.variables().stream().map(ResourceDashboard::variable).toList(),
						"elements", elements, "layout",
						DashboardJson.map("kind", "RowsLayout", "spec", DashboardJson.map("rows", rows)))));
	}

	private static Map<String, @Nullable Object> element(Panel panel, int id) {
		return DashboardJson.map("kind", "Panel", "spec",
				DashboardJson.map("id", id, "title", panel.title(), "description", panel.description(), "links",
						List.of(), "data",
						DashboardJson.map("kind", "QueryGroup", "spec",
								DashboardJson.map("queries", queries(panel), "transformations",
										DashboardJson.transformations(panel)
											.stream()
											.map((step) -> DashboardJson.map("kind", "Transformation", "group",
													step.id(), "spec", DashboardJson.map("options", step.options())))
											.toList(),
										"queryOptions", DashboardJson.map())),
						"vizConfig",
						DashboardJson.map("kind", "VizConfig", "group", panel.visual().plugin(), "version", "", "spec",
								DashboardJson.map("options", DashboardJson.options(panel), "fieldConfig",
										DashboardJson.fieldConfig(panel)))));
	}

	private static List<Map<String, @Nullable Object>> queries(Panel panel) {
		return IntStream.range(0, panel.targets().size())
			.mapToObj((index) -> DashboardJson.map("kind", "PanelQuery", "spec",
					DashboardJson.map("refId", DashboardJson.refId(index), "hidden", false, "query",
							query(DashboardJson.query(panel.targets().get(index))))))
			.toList();
	}

	private static Map<String, @Nullable Object> query(Map<String, @Nullable Object> spec) {
		return DashboardJson.map("kind", "DataQuery", "group", DataSource.METRICS.plugin(), "version", QUERY_VERSION,
				"datasource", DashboardJson.map("name", DataSource.METRICS.variable()), "spec", spec);
	}

	private static Map<String, @Nullable Object> annotation(Annotation annotation) {
		return DashboardJson.map("kind", "AnnotationQuery", "spec",
				DashboardJson.map("query", query(DashboardJson.map("expr", annotation.expression(), "interval", "60s")),
						"enable", true, "hide", false, "iconColor", annotation.color(), "name", annotation.name(),
						"legacyOptions",
						DashboardJson.map("titleFormat", annotation.title(), "useValueForTime", "on")));
	}

	private static Map<String, @Nullable Object> variable(Variable variable) {
		boolean all = variable.several();
		Map<String, @Nullable Object> spec = DashboardJson.map("name", variable.name(), "label", variable.label(),
				"current", DashboardJson.map("text", all ? "All" : variable.value(), "value", variable.value()),
				"options", List.of(), "multi", all, "includeAll", all, "hide", "dontHide", "skipUrlSync", false,
				"regex", "", "allowCustomValue", true);
		DataSource chosen = variable.dataSource();
		if (chosen != null) {
			spec.put("pluginId", chosen.plugin());
			spec.put("refresh", "onDashboardLoad");
			return DashboardJson.map("kind", "DatasourceVariable", "spec", spec);
		}
		spec.put("query", query(DashboardJson.map("query", variable.query(), "refId", variable.name())));
		spec.put("refresh", "onTimeRangeChanged");
		spec.put("sort", "alphabeticalAsc");
		if (all) {
			spec.put("allValue", ".*");
		}
		return DashboardJson.map("kind", "QueryVariable", "spec", spec);
	}

}
