package io.github.observability.sample.support;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import tools.jackson.databind.JsonNode;

/**
 * Draws where the panels of a dashboard are, with one line of real data each. It is not
 * what Grafana draws.
 */
public final class DashboardPicture {

	private static final int COLUMN = 48;

	private static final int LINE = 26;

	private static final int GAP = 4;

	private static final int TITLE = 18;

	private static final int MOST_POINTS = 40;

	private static final double THOUSAND = 1_000;

	private final Function<String, List<Prometheus.Series>> data;

	private final StringBuilder svg = new StringBuilder();

	private DashboardPicture(Function<String, List<Prometheus.Series>> data) {
		this.data = data;
	}

	/**
	 * Draw a dashboard.
	 * @param dashboard the dashboard
	 * @param data the series of an expression over time
	 * @return the picture as SVG
	 */
	public static String draw(GrafanaDashboard dashboard, Function<String, List<Prometheus.Series>> data) {
		return new DashboardPicture(data).draw(dashboard);
	}

	private String draw(GrafanaDashboard dashboard) {
		int bottom = dashboard.rowsAndPanels()
			.stream()
			.map((panel) -> panel.path("gridPos"))
			.mapToInt((position) -> position.path("y").asInt() + position.path("h").asInt())
			.max()
			.orElse(0);
		int width = 24 * COLUMN;
		this.svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\">%n"
			.formatted(width, bottom * LINE + 30));
		this.svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#f4f5f5\"/>\n");
		text(8, 20, 15, "#24292e", dashboard.title());
		dashboard.rowsAndPanels().forEach(this::panel);
		return this.svg.append("</svg>\n").toString();
	}

	private void panel(JsonNode panel) {
		JsonNode position = panel.path("gridPos");
		int x = position.path("x").asInt() * COLUMN;
		int y = position.path("y").asInt() * LINE + 30;
		int width = position.path("w").asInt() * COLUMN - GAP;
		int height = position.path("h").asInt() * LINE - GAP;
		String title = panel.path("title").asString();
		if (panel.path("type").asString().equals("row")) {
			text(x + 4, y + 17, 13, "#24292e", "\u25be " + title);
			return;
		}
		this.svg
			.append("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"2\" fill=\"#fff\" stroke=\"#d5d8db\"/>%n"
				.formatted(x, y, width, height));
		text(x + 6, y + 14, 11, "#24292e", clipped(title, width));
		List<Prometheus.Series> series = new ArrayList<>();
		panel.path("targets").forEach((target) -> series.addAll(this.data.apply(target.path("expr").asString())));
		if (series.isEmpty()) {
			text(x + 6, y + height / 2 + 8, 11, "#8e9297",
					panel.at("/fieldConfig/defaults/noValue").asString("no data"));
			return;
		}
		String unit = panel.at("/fieldConfig/defaults/unit").asString();
		switch (panel.path("type").asString()) {
			case "stat" -> text(x + 6, y + height - 14, 24, "#1f60c4", value(series.get(0).last(), unit));
			case "bargauge", "table" -> bars(this.data.apply(panel.at("/targets/0/expr").asString()), unit, x,
					y + TITLE, width, height - TITLE);
			case "heatmap" -> heatmap(series, x, y + TITLE, width, height - TITLE);
			default -> line(highest(series), unit, x, y + TITLE, width, height - TITLE);
		}
	}

	private static Prometheus.Series highest(List<Prometheus.Series> series) {
		return series.stream()
			.filter((each) -> Double.isFinite(each.last()))
			.max(Comparator.comparingDouble(Prometheus.Series::last))
			.orElse(series.get(0));
	}

	private void line(Prometheus.Series series, String unit, int x, int y, int width, int height) {
		List<Double> values = series.values().stream().map((value) -> Double.isFinite(value) ? value : 0).toList();
		int step = Math.max(1, values.size() / MOST_POINTS);
		double highest = Math.max(1e-12, values.stream().mapToDouble(Double::doubleValue).max().orElse(1));
		StringBuilder path = new StringBuilder();
		for (int i = 0; i < values.size(); i += step) {
			double px = x + 6 + (width - 12.0) * i / Math.max(1, values.size() - 1);
			double py = y + height - 22 - (height - 30.0) * Math.max(0, values.get(i)) / highest;
			path.append(path.isEmpty() ? "M" : "L").append(short1(px)).append(' ').append(short1(py));
		}
		this.svg.append("<path d=\"%s\" fill=\"none\" stroke=\"#1f60c4\" stroke-width=\"1.5\"/>%n".formatted(path));
		text(x + 6, y + height - 6, 10, "#6e7277", clipped(legend(series) + " " + value(series.last(), unit), width));
	}

	private void bars(List<Prometheus.Series> series, String unit, int x, int y, int width, int height) {
		int room = Math.max(1, Math.min(series.size(), (height - 4) / 24));
		double highest = Math.max(1e-12, series.stream().mapToDouble(Prometheus.Series::last).max().orElse(1));
		for (int i = 0; i < room; i++) {
			double last = series.get(i).last();
			int top = y + 4 + i * 24;
			double share = Double.isFinite(last) ? Math.max(0.01, Math.min(1, last / highest)) : 0.01;
			this.svg.append("<rect x=\"%d\" y=\"%d\" width=\"%s\" height=\"8\" fill=\"#a3c1ee\"/>%n".formatted(x + 6,
					top + 12, short1((width - 12) * share)));
			text(x + 6, top + 10, 10, "#6e7277", clipped(legend(series.get(i)) + " " + value(last, unit), width));
		}
	}

	private void heatmap(List<Prometheus.Series> series, int x, int y, int width, int height) {
		// A bucket counts all below its bound: the difference to the one below is what
		// lies in it.
		List<Double> counts = new ArrayList<>();
		series.stream()
			.sorted(Comparator.comparingDouble((each) -> bound(each.labels().getOrDefault("le", "+Inf"))))
			.forEach((each) -> counts.add(each.last()));
		double cell = (height - 8.0) / counts.size();
		for (int i = counts.size() - 1; i > 0; i--) {
			counts.set(i, counts.get(i) - counts.get(i - 1));
		}
		double highest = Math.max(1e-12, counts.stream().mapToDouble(Double::doubleValue).max().orElse(1));
		for (int i = 0; i < counts.size(); i++) {
			double share = Math.max(0, Math.min(1, counts.get(i) / highest));
			this.svg.append(
					("<rect x=\"%d\" y=\"%s\" width=\"%d\" height=\"%s\" fill=\"#e0752d\" " + "fill-opacity=\"%s\"/>%n")
						.formatted(x + 6, short1(y + 4 + cell * (counts.size() - 1 - i)), width - 12, short1(cell - 1),
								String.format(Locale.ROOT, "%.2f", share)));
		}
	}

	private static double bound(String le) {
		return le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
	}

	private void text(int x, int y, int size, String color, String text) {
		this.svg.append("<text x=\"%d\" y=\"%d\" font-size=\"%d\" fill=\"%s\">%s</text>%n".formatted(x, y, size, color,
				text.replace("&", "&amp;").replace("<", "&lt;")));
	}

	private static String legend(Prometheus.Series series) {
		String legend = series.labels()
			.entrySet()
			.stream()
			.filter((label) -> !label.getKey().equals("__name__"))
			.map((label) -> label.getValue())
			.reduce("", (all, one) -> all.isEmpty() ? one : all + " " + one);
		// The port differs in each run.
		return legend.replaceAll("localhost:\\d+", "instance");
	}

	private static String clipped(String text, int width) {
		int most = Math.max(8, width / 6);
		return (text.length() > most) ? text.substring(0, most - 1) + "\u2026" : text;
	}

	private static String value(double value, String unit) {
		if (!Double.isFinite(value)) {
			return "\u2013";
		}
		return switch (unit) {
			case "percentunit" -> number(value * 100) + " %";
			case "bytes" -> number(value / (1 << 20)) + " MiB";
			case "s" -> (value < 1) ? number(value * THOUSAND) + " ms" : number(value) + " s";
			case "reqps", "ops", "cps", "mps" -> number(value) + "/s";
			default -> number(value);
		};
	}

	private static String number(double value) {
		double absolute = Math.abs(value);
		String format = (absolute >= 100 || absolute == 0) ? "%.0f" : (absolute >= 1) ? "%.1f" : "%.3f";
		return String.format(Locale.ROOT, format, value);
	}

	private static String short1(double value) {
		return String.format(Locale.ROOT, "%.1f", value);
	}

}
