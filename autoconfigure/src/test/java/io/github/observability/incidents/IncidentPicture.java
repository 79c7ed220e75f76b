package io.github.observability.incidents;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

import io.github.observability.incidents.signal.Series;
import io.github.observability.incidents.signal.SignalType;

/**
 * Draws an incident: some signals of the last hour, when it began, and where each suspect
 * changed.
 */
final class IncidentPicture {

	private static final int WIDTH = 860;

	private static final int HEIGHT = 70;

	private static final int ROW = 100;

	private static final int LEFT = 20;

	private IncidentPicture() {
	}

	static String draw(Incident incident, List<Series> all, List<String> signals) {
		StringBuilder svg = new StringBuilder();
		int height = 40 + ROW * signals.size();
		svg.append(("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" "
				+ "font-size=\"12\">\n<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n")
			.formatted(WIDTH + 2 * LEFT, height, WIDTH + 2 * LEFT, height));
		for (int i = 0; i < signals.size(); i++) {
			String name = signals.get(i);
			Series series = all.stream().filter((each) -> each.name().equals(name)).findFirst().orElseThrow();
			signal(svg, series, 20 + ROW * i);
		}
		Series any = all.get(0);
		int begin = x(Math.floorMod(incident.begin().getEpochSecond() / SimulatedService.STEP - any.stepOf(0),
				(long) Series.HISTORY));
		svg.append(("<line x1=\"%d\" x2=\"%d\" y1=\"10\" y2=\"%d\" stroke=\"#b3261e\" stroke-dasharray=\"4 3\"/>\n"
				+ "<text x=\"%d\" y=\"%d\" fill=\"#b3261e\" text-anchor=\"end\">the incident began; first to look at: %s</text>\n")
			.formatted(begin, begin, height - 20, begin - 6, height - 22, incident.suspects().get(0).subject()));
		return svg.append("</svg>\n").toString();
	}

	private static void signal(StringBuilder svg, Series series, int top) {
		double[] values = series.values();
		double largest = 0;
		for (double value : values) {
			largest = Double.isFinite(value) ? Math.max(largest, value) : largest;
		}
		double most = largest;
		DoubleUnaryOperator y = (value) -> top + HEIGHT - HEIGHT * 0.8 * value / most;
		StringBuilder points = new StringBuilder();
		for (int i = 0; i < values.length; i++) {
			if (Double.isFinite(values[i])) {
				points.append(String.format(Locale.ROOT, "%d,%.1f ", x(i), y.applyAsDouble(values[i])));
			}
		}
		svg.append("<text x=\"%d\" y=\"%d\" fill=\"#1b1f24\">%s: %s, at most %s</text>\n".formatted(LEFT, top + 8,
				series.subject(), series.type().description(), largest(series.type(), most)));
		svg.append("<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"#d5dae0\"/>\n".formatted(LEFT, LEFT + WIDTH,
				top + HEIGHT, top + HEIGHT));
		svg.append("<polyline points=\"%s\" fill=\"none\" stroke=\"#0b5cad\" stroke-width=\"1.5\"/>\n"
			.formatted(points.toString().strip()));
	}

	private static String largest(SignalType type, double value) {
		return switch (type) {
			case LATENCY, TAIL_LATENCY -> Math.round(1000 * value) + " ms";
			case UTILIZATION, ERRORS, OBJECTIVE -> Math.round(100 * value) + " %";
			default -> String.format(Locale.ROOT, "%.1f/s", value);
		};
	}

	private static int x(long index) {
		return (int) (LEFT + WIDTH * index / Series.HISTORY);
	}

}
