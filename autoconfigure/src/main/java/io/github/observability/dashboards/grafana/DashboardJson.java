package io.github.observability.dashboards.grafana;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * What both forms of a dashboard have in common, and how JSON is written: equal values
 * are equal bytes on every machine.
 */
public final class DashboardJson {

	private static final ObjectWriter WRITER = JsonMapper.builder()
		.build()
		.writer()
		.with(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"))
			.withArrayIndenter(new DefaultIndenter("  ", "\n")));

	private DashboardJson() {
	}

	/**
	 * Write a value with two spaces of indentation and a line feed at the end.
	 * @param value the value
	 * @return the JSON
	 */
	public static String write(Object value) {
		return WRITER.writeValueAsString(value) + "\n";
	}

	/**
	 * Return a map in the order of the arguments.
	 * @param keysAndValues keys and values in turn
	 * @return the map
	 */
	public static Map<String, @Nullable Object> map(@Nullable Object... keysAndValues) {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		for (int i = 0; i < keysAndValues.length; i += 2) {
			map.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
		}
		return map;
	}

	/** The query, as Grafana's plugin for Prometheus reads it. */
	static Map<String, @Nullable Object> query(Target target) {
		return map("editorMode", "code", "expr", target.expression(), "legendFormat", target.legend(), "format",
				target.format().key(), "instant", target.instant(), "range", !target.instant(), "exemplar",
				target.exemplars());
	}

	static Map<String, @Nullable Object> fieldConfig(Panel panel) {
		boolean lines = panel.visual() == Visual.TIME_SERIES;
		boolean limits = panel.thresholds().size() > 1;
		Map<String, @Nullable Object> defaults = map("unit", panel.unit(), "color",
				map("mode", lines ? "palette-classic" : "thresholds"), "thresholds",
				map("mode", "absolute", "steps",
						panel.thresholds()
							.stream()
							.map((step) -> map("color", step.color(), "value", step.from()))
							.toList()));
		if (panel.unit().equals("percentunit") && panel.visual() == Visual.BARS) {
			defaults.put("min", 0);
			defaults.put("max", 1);
		}
		if (panel.withoutFault() != null) {
			defaults.put("noValue", panel.withoutFault());
		}
		defaults.put("links",
				panel.links()
					.stream()
					.map((link) -> map("title", link.title(), "url", link.url(), "targetBlank", true))
					.toList());
		if (lines) {
			defaults.put("min", 0);
			defaults.put("custom",
					map("drawStyle", "line", "lineWidth", 1, "fillOpacity", panel.stacked() ? 30 : 0, "showPoints",
							"never", "spanNulls", false, "stacking",
							map("mode", panel.stacked() ? "normal" : "none", "group", "A"), "thresholdsStyle",
							map("mode", limits ? "dashed" : "off")));
		}
		return map("defaults", defaults, "overrides", columns(panel));
	}

	/** A column of a table has the title and the color of its query. */
	private static List<Object> columns(Panel panel) {
		List<Object> overrides = new ArrayList<>();
		if (panel.visual() == Visual.TABLE) {
			for (int i = 0; i < panel.targets().size(); i++) {
				String title = panel.targets().get(i).legend();
				List<Object> properties = new ArrayList<>();
				properties.add(map("id", "displayName", "value", title));
				if (title.contains("ratio") || title.contains("resource")) {
					properties.add(map("id", "unit", "value", "percentunit"));
					properties.add(map("id", "custom.cellOptions", "value", map("type", "color-text")));
					properties.add(map("id", "thresholds", "value", map("mode", "absolute", "steps",
							(title.contains("ratio") ? Threshold.above(0.01, 0.05) : Threshold.above(0.8, 0.9)).stream()
								.map((step) -> map("color", step.color(), "value", step.from()))
								.toList())));
				}
				overrides.add(
						map("matcher", map("id", "byName", "options", "Value #" + refId(i)), "properties", properties));
			}
		}
		return overrides;
	}

	static Map<String, @Nullable Object> options(Panel panel) {
		return switch (panel.visual()) {
			case STAT -> map("colorMode", (panel.thresholds().size() > 1) ? "background" : "value", "graphMode", "area",
					"justifyMode", "auto", "orientation", "auto", "reduceOptions", reduced(), "textMode", "auto",
					"wideLayout", true);
			case TIME_SERIES ->
				map("legend", map("calcs", List.of(), "displayMode", "list", "placement", "bottom", "showLegend", true),
						"tooltip", map("mode", "multi", "sort", "desc"));
			case BARS -> map("displayMode", "basic", "orientation", "horizontal", "reduceOptions", reduced(),
					"showUnfilled", true, "valueMode", "color", "namePlacement", "auto", "sizing", "auto",
					"minVizHeight", 8, "minVizWidth", 8);
			case HEATMAP -> map("calculate", false, "cellGap", 1, "color",
					map("mode", "scheme", "scheme", "Oranges", "steps", 64, "reverse", false, "scale", "exponential",
							"exponent", 0.5, "fill", "dark-orange"),
					"exemplars", map("color", "rgba(255,0,255,0.7)"), "filterValues", map("le", 1e-9), "legend",
					map("show", true), "rowsFrame", map("layout", "auto"), "tooltip",
					map("mode", "single", "yHistogram", false, "showColorScale", false), "yAxis",
					map("axisPlacement", "left", "reverse", false, "unit", panel.unit()));
			case TABLE -> map("showHeader", true, "cellHeight", "sm");
		};
	}

	private static Map<String, @Nullable Object> reduced() {
		return map("calcs", List.of("lastNotNull"), "fields", "", "values", false);
	}

	/**
	 * Rows of several queries become one row per group, without the time of the query.
	 */
	static List<Transformation> transformations(Panel panel) {
		if (panel.visual() != Visual.TABLE) {
			return List.of();
		}
		return List.of(new Transformation("merge", map()),
				new Transformation("organize",
						map("excludeByName", map("Time", true), "indexByName", map(), "renameByName", map())),
				new Transformation("sortBy",
						map("sort", List.of(map("field", panel.targets().get(0).legend(), "desc", true)))));
	}

	/** Grafana's name of a query: A, B, C. */
	static String refId(int index) {
		return String.valueOf((char) ('A' + index));
	}

	static Map<String, @Nullable Object> link(Link link) {
		return map("title", link.title(), "type", "link", "icon", "external link", "tooltip", "", "url", link.url(),
				"tags", List.of(), "asDropdown", false, "targetBlank", true, "includeVars", false, "keepTime", true);
	}

	/**
	 * A step between query and table.
	 *
	 * @param id the name of the step
	 * @param options its options
	 */
	record Transformation(String id, Map<String, @Nullable Object> options) {

	}

}
