package io.github.observability.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.observability.console.recording.SignalRecorder;
import io.github.observability.console.recording.TraceSummary;
import org.jspecify.annotations.Nullable;

/**
 * What deserves a look in the traces and signals of the last minutes, each once, with an
 * example and what to do.
 */
final class Findings {

	private static final int FULL_SECONDS = 3;

	private static final double FULL = 0.99;

	/** A resource that lasts longer is no reason to stop and look. */
	private static final double SOON = Duration.ofHours(1).toSeconds();

	/** One in so many traces of a route at least: a loop over rows is there each time. */
	private static final int REPEATING = 10;

	private Findings() {
	}

	static List<Finding> of(List<TraceSummary> traces, List<SignalRecorder.Point> points,
			List<UrlSecretHandler.Noted> secrets) {
		Map<String, Finding> found = new LinkedHashMap<>();
		Map<String, Integer> routes = new HashMap<>();
		Map<String, String> repeating = new HashMap<>();
		for (TraceSummary trace : traces) {
			routes.merge(trace.route(), 1, Integer::sum);
			for (TraceSummary.Badge badge : trace.badges()) {
				String advice = advice(badge.kind());
				if (advice != null) {
					String key = badge.kind() + " " + trace.route()
							+ (badge.kind().equals("repeated") ? badge.detail() : "");
					Finding finding = new Finding(badge.kind(), title(badge, trace), badge.detail(), advice,
							trace.traceId(), 1);
					found.merge(key, finding, (first, next) -> first.again());
					if (badge.kind().equals("repeated")) {
						repeating.put(key, trace.route());
					}
				}
			}
		}
		// A retry now and then repeats a statement as well.
		repeating.forEach((key, route) -> {
			Finding finding = found.get(key);
			if (finding != null && finding.count() * REPEATING < routes.getOrDefault(route, 0)) {
				found.remove(key);
			}
		});
		List<Finding> findings = new ArrayList<>(found.values());
		fullResources(points)
			.forEach((resource, seconds) -> findings.add(new Finding("full", "'" + resource + "' was full",
					"for " + seconds + " of the last " + points.size() + " seconds", full(resource), null, 1)));
		findings.addAll(filling(points));
		secrets.forEach((secret) -> findings.add(new Finding("secret",
				"'" + secret.name() + "' " + (secret.sent() ? "sends" : "receives") + " a secret in its URL",
				"The parameter '" + secret.parameter() + "'. The starter removes it; proxies and browsers log it.",
				"Send secrets in a header or in the body.", secret.traceId(), secret.count())));
		return findings;
	}

	private static String title(TraceSummary.Badge badge, TraceSummary trace) {
		return switch (badge.kind()) {
			case "repeated" -> trace.route() + " repeats a query";
			case "serial" -> trace.route() + " calls one peer after the other";
			default -> "'" + trace.route() + "' lost its trace";
		};
	}

	private static @Nullable String advice(String kind) {
		return switch (kind) {
			case "repeated" -> "Load all of them with one statement: a join, a fetch graph or an IN list.";
			case "serial" -> "Start the calls together and join their results if they do not depend on each other.";
			case "lost" -> "Make the executor a bean, or wrap the task, so that it receives the context.";
			default -> null;
		};
	}

	private static String full(String resource) {
		if (resource.startsWith("hikari") || resource.contains("jdbc") || resource.contains("datasource")) {
			return "Look for slow statements and long transactions, then raise spring.datasource.hikari.maximum-pool-size.";
		}
		return "Find what holds it for long, then raise its limit.";
	}

	private static List<Finding> filling(List<SignalRecorder.Point> points) {
		List<Finding> filling = new ArrayList<>();
		if (!points.isEmpty()) {
			points.get(points.size() - 1).exhaustion().forEach((resource, left) -> {
				if (left.seconds() <= SOON) {
					filling.add(new Finding("filling", "'" + resource + "' fills up",
							"full in " + left.describe() + " if it goes on", "Find what fills it before it is full.",
							null, 1));
				}
			});
		}
		return filling;
	}

	private static Map<String, Integer> fullResources(List<SignalRecorder.Point> points) {
		Map<String, Integer> full = new TreeMap<>();
		for (SignalRecorder.Point point : points) {
			point.saturation().forEach((resource, ratio) -> {
				if (ratio >= FULL && !resource.startsWith("cpu")) {
					full.merge(resource, 1, Integer::sum);
				}
			});
		}
		full.values().removeIf((seconds) -> seconds < FULL_SECONDS);
		return full;
	}

	/**
	 * Something that deserves a look.
	 *
	 * @param kind repeated, serial, lost, full, filling or secret
	 * @param title what it is
	 * @param detail more of it
	 * @param advice what to do
	 * @param traceId an example, {@code null} if there is none
	 * @param count how often it was seen
	 */
	record Finding(String kind, String title, String detail, String advice, @Nullable String traceId, int count) {

		Finding again() {
			return new Finding(this.kind, this.title, this.detail, this.advice, this.traceId, this.count + 1);
		}

	}

}
