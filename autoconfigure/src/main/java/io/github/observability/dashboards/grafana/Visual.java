package io.github.observability.dashboards.grafana;

/**
 * The visualizations that panels use.
 */
enum Visual {

	/** One number, colored. */
	STAT("stat", 4),

	/** Lines over time. */
	TIME_SERIES("timeseries", 7),

	/** Buckets over time. */
	HEATMAP("heatmap", 7),

	/** A bar for each series. */
	BARS("bargauge", 7),

	/** A row for each group. */
	TABLE("table", 8);

	private final String plugin;

	private final int height;

	Visual(String plugin, int height) {
		this.plugin = plugin;
		this.height = height;
	}

	String plugin() {
		return this.plugin;
	}

	int height() {
		return this.height;
	}

}
