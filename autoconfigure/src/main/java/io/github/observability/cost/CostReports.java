package io.github.observability.cost;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.observability.HttpNames;
import io.github.observability.RecordedNames;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Makes a report of two snapshots.
 */
final class CostReports {

	static final int DAYS = 30;

	private static final double SECONDS = TimeUnit.DAYS.toSeconds(DAYS);

	private static final int MOST_ROWS = 50;

	private final MeterRegistry registry;

	private final RecordedNames names;

	private final PriceList prices;

	private final double scrapeSeconds;

	private final Supplier<Set<String>> business;

	CostReports(MeterRegistry registry, RecordedNames names, CostProperties properties,
			Supplier<Set<String>> business) {
		this.registry = registry;
		this.names = names;
		this.prices = new PriceList(properties.prices());
		this.scrapeSeconds = properties.scrapeInterval().toMillis() / 1_000.0;
		this.business = business;
	}

	/**
	 * Make a report.
	 * @param before where rates begin
	 * @param growthBefore where growth begins, {@code null} while it is not known
	 * @param now where both end
	 * @return the report, without budgets
	 */
	CostReport report(TelemetrySnapshot before, @Nullable TelemetrySnapshot growthBefore, TelemetrySnapshot now) {
		// A window of less than a second makes no rate.
		double seconds = Math.max(1, (now.nanos() - before.nanos()) / 1e9);
		ScrapeText scrape = ScrapeText.of(this.registry);
		CostReport.Metrics metrics = metrics(now, growthBefore, scrape);
		Volume lines = lines(before, now);
		CostReport.Logs logs = (now.lines().count() > 0) ? logs(before, now, lines, seconds) : null;
		Volume spans = now.spans().since(before.spans());
		CostReport.Traces traces = new CostReport.Traces(spans.count() / seconds, spans.bytes() / seconds,
				now.spans().count());
		double bytesPerSecond = traces.bytesPerSecond() + ((logs != null) ? logs.bytesPerSecond() : 0)
				+ orZero(metrics.bytesPerSecond());
		CostReport.Forecast forecast = forecast(metrics, lines, spans, seconds);
		return new CostReport(seconds, notes(scrape, logs), metrics, logs, traces,
				sources(before, now, scrape, seconds), routes(before, now, lines, seconds),
				events(before, now, bytesPerSecond, forecast.cost(), seconds), forecast, List.of(), null);
	}

	private static double orZero(@Nullable Double value) {
		return (value != null) ? value : 0;
	}

	private List<String> notes(@Nullable ScrapeText scrape, CostReport.@Nullable Logs logs) {
		List<String> notes = new ArrayList<>();
		notes.add(
				"One instance. Lines are measured where they are written, to each output; records pushed by OTLP are a further one. Spans are those that "
						+ "exporters delivered, their bytes computed in OTLP's protocol buffers before compression.");
		notes.add((scrape != null)
				? "Bytes of metrics are those of one scrape before compression, times the scrapes that "
						+ "'observability.cost.scrape-interval' makes: an estimate."
				: "Prometheus does not scrape this application, so the bytes of metrics are not known.");
		if (logs == null) {
			notes.add("No line was written by the starter's appenders, so lines are not measured.");
		}
		notes.add("Lines have no route: routes share the bytes of all lines by their requests, an estimate. "
				+ "Metrics that are pushed by OTLP are not measured.");
		return notes;
	}

	private CostReport.Metrics metrics(TelemetrySnapshot now, @Nullable TelemetrySnapshot before,
			@Nullable ScrapeText scrape) {
		SeriesInventory inventory = new SeriesInventory(this.registry);
		List<CostReport.MeterSeries> meters = now.series()
			.entrySet()
			.stream()
			.sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
			.limit(MOST_ROWS)
			.map((meter) -> new CostReport.MeterSeries(meter.getKey(), meter.getValue(),
					(scrape != null) ? scrape.byMeter().get(meter.getKey()) : null,
					growth(before, now,
							meter.getValue()
									- ((before != null) ? before.series().getOrDefault(meter.getKey(), 0) : 0)),
					inventory.tags(meter.getKey())))
			.toList();
		return new CostReport.Metrics(now.allSeries(),
				growth(before, now, now.allSeries() - ((before != null) ? before.allSeries() : 0)),
				(scrape != null) ? scrape.bytes() : null, (scrape != null) ? scrape.bytes() / this.scrapeSeconds : null,
				meters, now.series().size() - meters.size());
	}

	private static @Nullable Double growth(@Nullable TelemetrySnapshot before, TelemetrySnapshot now, int series) {
		if (before == null || now.nanos() <= before.nanos()) {
			return null;
		}
		return series * (double) TimeUnit.HOURS.toNanos(1) / (now.nanos() - before.nanos());
	}

	/** Asynchronous delivery drops lines after they were counted. */
	private static Volume lines(TelemetrySnapshot before, TelemetrySnapshot now) {
		Volume lines = now.lines().since(before.lines());
		long dropped = Math.max(0, now.droppedLines() - before.droppedLines());
		if (dropped == 0 || lines.count() == 0) {
			return lines;
		}
		double delivered = Math.max(0, 1 - (double) dropped / lines.count());
		return new Volume(Math.round(lines.count() * delivered), Math.round(lines.bytes() * delivered));
	}

	private static CostReport.Logs logs(TelemetrySnapshot before, TelemetrySnapshot now, Volume lines, double seconds) {
		List<CostReport.LoggerVolume> loggers = now.loggers().entrySet().stream().map((logger) -> {
			Volume volume = logger.getValue().since(before.loggers().getOrDefault(logger.getKey(), Volume.NONE));
			return new CostReport.LoggerVolume(logger.getKey(), volume.count() / seconds, volume.bytes() / seconds);
		})
			.filter((logger) -> logger.linesPerSecond() > 0)
			.sorted(Comparator.comparingDouble(CostReport.LoggerVolume::bytesPerSecond).reversed())
			.limit(MOST_ROWS)
			.toList();
		return new CostReport.Logs(lines.count() / seconds, lines.bytes() / seconds, loggers);
	}

	private List<CostReport.Source> sources(TelemetrySnapshot before, TelemetrySnapshot now,
			@Nullable ScrapeText scrape, double seconds) {
		Set<String> business = this.business.get();
		List<CostReport.Source> sources = new ArrayList<>();
		for (TelemetrySource source : TelemetrySource.values()) {
			int series = now.series()
				.entrySet()
				.stream()
				.filter((meter) -> TelemetrySource.ofMeter(meter.getKey(), business) == source)
				.mapToInt(Map.Entry::getValue)
				.sum();
			Volume lines = now.loggers()
				.entrySet()
				.stream()
				.filter((logger) -> TelemetrySource.ofLogger(logger.getKey()) == source)
				.map((logger) -> logger.getValue().since(before.loggers().getOrDefault(logger.getKey(), Volume.NONE)))
				.reduce(Volume.NONE, Volume::plus);
			Volume spans = now.spanSources()
				.getOrDefault(source, Volume.NONE)
				.since(before.spanSources().getOrDefault(source, Volume.NONE));
			if (series > 0 || lines.count() > 0 || spans.count() > 0) {
				sources
					.add(new CostReport.Source(source.label(), series, lines.count() / seconds, lines.bytes() / seconds,
							spans.count() / seconds, spans.bytes() / seconds, cost(series, lines, spans, seconds)));
			}
		}
		return sources;
	}

	/** The cost of 30 days. */
	private @Nullable Double cost(int series, Volume lines, Volume spans, double seconds) {
		double times = SECONDS / seconds;
		return PriceList.sum(this.prices.metrics(series, series * SECONDS / this.scrapeSeconds),
				this.prices.logs(lines.bytes() * times),
				this.prices.traces(spans.count() * times, spans.bytes() * times));
	}

	private List<CostReport.Route> routes(TelemetrySnapshot before, TelemetrySnapshot now, Volume lines,
			double seconds) {
		HttpNames served = this.names.server();
		Map<String, Integer> series = new SeriesInventory(this.registry).byTagValue(served.route());
		double all = 0;
		for (Map.Entry<String, Double> route : now.requests().entrySet()) {
			all += requests(before, now, route.getKey());
		}
		Set<String> routes = new TreeSet<>(now.requests().keySet());
		routes.addAll(now.spanRoutes().keySet());
		List<CostReport.Route> rows = new ArrayList<>();
		for (String route : routes) {
			double requests = requests(before, now, route);
			Volume spans = now.spanRoutes()
				.getOrDefault(route, Volume.NONE)
				.since(before.spanRoutes().getOrDefault(route, Volume.NONE));
			long logBytes = (all > 0) ? Math.round(lines.bytes() * requests / all) : 0;
			int own = series.getOrDefault(route, 0);
			rows.add(new CostReport.Route(route, requests / seconds, own, spans.count() / seconds,
					spans.bytes() / seconds, logBytes / seconds,
					(requests > 0) ? (spans.bytes() + logBytes) / requests : null,
					cost(own, new Volume(0, logBytes), spans, seconds)));
		}
		rows.sort(
				Comparator.comparingDouble((CostReport.Route row) -> row.spanBytesPerSecond() + row.logBytesPerSecond())
					.reversed());
		return rows.stream().limit(MOST_ROWS).toList();
	}

	private static double requests(TelemetrySnapshot before, TelemetrySnapshot now, String route) {
		return Math.max(0, now.requests().getOrDefault(route, 0.0) - before.requests().getOrDefault(route, 0.0));
	}

	private static List<CostReport.Event> events(TelemetrySnapshot before, TelemetrySnapshot now, double bytesPerSecond,
			CostReport.Cost cost, double seconds) {
		List<CostReport.Event> events = new ArrayList<>();
		for (String event : new TreeSet<>(now.events().keySet())) {
			double count = now.events().getOrDefault(event, 0.0) - before.events().getOrDefault(event, 0.0);
			if (count > 0 && events.size() < MOST_ROWS) {
				double rate = count / seconds;
				double bytes = bytesPerSecond / rate;
				Double total = cost.total();
				events.add(new CostReport.Event(event, rate, bytes, (total != null) ? total / SECONDS / rate : null,
						"one of '" + event + "' costs " + kilobytes(bytes) + " of telemetry"));
			}
		}
		return events;
	}

	private static String kilobytes(double bytes) {
		return String.format(Locale.ROOT, "%.1f kB", bytes / 1_000);
	}

	private CostReport.Forecast forecast(CostReport.Metrics metrics, Volume lines, Volume spans, double seconds) {
		double times = SECONDS / seconds;
		double growth = Math.max(0, orZero(metrics.growthPerHour())) * DAYS * 24;
		// Growth is even, so half of it is there on average.
		double average = metrics.series() + growth / 2;
		double samples = average * SECONDS / this.scrapeSeconds;
		Double metricBytes = metrics.bytesPerSecond();
		Double metricCost = this.prices.metrics(average, samples);
		Double logCost = this.prices.logs(lines.bytes() * times);
		Double traceCost = this.prices.traces(spans.count() * times, spans.bytes() * times);
		return new CostReport.Forecast(DAYS, Math.round(metrics.series() + growth), Math.round(samples),
				(metricBytes != null) ? Math.round(metricBytes * SECONDS * average / Math.max(1, metrics.series()))
						: null,
				Math.round(lines.count() * times), Math.round(lines.bytes() * times), Math.round(spans.count() * times),
				Math.round(spans.bytes() * times), new CostReport.Cost(this.prices.currency(), metricCost, logCost,
						traceCost, PriceList.sum(metricCost, logCost, traceCost), this.prices.missing()));
	}

}
