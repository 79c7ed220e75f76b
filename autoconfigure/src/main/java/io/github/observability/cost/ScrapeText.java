package io.github.observability.cost;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * A scrape, as Prometheus asks for it by default, and the share of each meter in its
 * bytes.
 *
 * @param bytes the bytes of the scrape
 * @param byMeter the bytes by the name of the meter
 */
record ScrapeText(long bytes, Map<String, Long> byMeter) {

	/** Stands for what belongs to no meter. */
	static final String OTHER = "other";

	private static final boolean HAS_PROMETHEUS = ClassUtils
		.isPresent("io.micrometer.prometheusmetrics.PrometheusMeterRegistry", ScrapeText.class.getClassLoader());

	private static final String FORMAT = "application/openmetrics-text; version=1.0.0; charset=utf-8";

	private static final List<String> SUFFIXES = List.of("_total", "_count", "_sum", "_bucket", "_max", "_created",
			"_active_count", "_duration_sum", "_info", "_active", "_duration");

	/**
	 * Scrape a registry.
	 * @param registry the registry
	 * @return the scrape, {@code null} if Prometheus does not scrape it
	 */
	static @Nullable ScrapeText of(MeterRegistry registry) {
		return HAS_PROMETHEUS ? Prometheus.scrape(registry) : null;
	}

	private static ScrapeText read(String text, Map<String, String> meters) {
		Map<String, Long> byMeter = new TreeMap<>();
		long all = 0;
		int start = 0;
		while (start < text.length()) {
			int end = text.indexOf('\n', start);
			end = (end < 0) ? text.length() : end + 1;
			long bytes = Utf8.length(text, start, end);
			byMeter.merge(meter(metric(text, start, end), meters), bytes, Long::sum);
			all += bytes;
			start = end;
		}
		return new ScrapeText(all, byMeter);
	}

	/** The second word of {@code # TYPE name}, or what precedes the labels. */
	private static String metric(String text, int start, int end) {
		int from = start;
		if (text.startsWith("# ", start)) {
			from = text.indexOf(' ', start + 2) + 1;
			if (from <= start || from >= end) {
				return "";
			}
		}
		int to = from;
		while (to < end && " {\n".indexOf(text.charAt(to)) < 0) {
			to++;
		}
		return text.substring(from, to);
	}

	private static String meter(String metric, Map<String, String> meters) {
		String meter = meters.get(metric);
		for (int i = 0; meter == null && i < SUFFIXES.size(); i++) {
			String suffix = SUFFIXES.get(i);
			if (metric.endsWith(suffix)) {
				meter = meters.get(metric.substring(0, metric.length() - suffix.length()));
			}
		}
		return (meter != null) ? meter : OTHER;
	}

	/** A class of its own because the Prometheus registry is optional. */
	private static final class Prometheus {

		static @Nullable ScrapeText scrape(MeterRegistry registry) {
			PrometheusMeterRegistry prometheus = find(registry);
			if (prometheus == null) {
				return null;
			}
			Map<String, String> meters = new HashMap<>();
			prometheus.forEachMeter((meter) -> {
				String name = meter.getId().getConventionName(prometheus.config().namingConvention());
				meters.putIfAbsent(name, meter.getId().getName());
				// A counter's family has no suffix.
				if (name.endsWith("_total")) {
					meters.putIfAbsent(name.substring(0, name.length() - "_total".length()), meter.getId().getName());
				}
			});
			return read(prometheus.scrape(FORMAT), meters);
		}

		private static @Nullable PrometheusMeterRegistry find(MeterRegistry registry) {
			if (registry instanceof PrometheusMeterRegistry prometheus) {
				return prometheus;
			}
			if (registry instanceof CompositeMeterRegistry composite) {
				for (MeterRegistry each : composite.getRegistries()) {
					PrometheusMeterRegistry found = find(each);
					if (found != null) {
						return found;
					}
				}
			}
			return null;
		}

	}

}
