package io.github.observability.cost;

import java.util.List;

import io.github.observability.cost.shedding.SheddingReport;
import org.jspecify.annotations.Nullable;

/**
 * What telemetry of this instance weighs and costs. Rates are those of the window.
 *
 * @param windowSeconds the time over which rates are measured
 * @param notes what figures contain, and what is not measured
 * @param metrics the metrics
 * @param logs the log lines
 * @param traces the spans
 * @param sources the same by what telemetry is about
 * @param routes the same by route
 * @param events what a business event costs
 * @param forecast the next 30 days, if nothing changes
 * @param budgets how much of each budget is used
 * @param shedding what telemetry is shed under pressure, {@code null} if that is turned
 * off
 */
record CostReport(double windowSeconds, List<String> notes, Metrics metrics, @Nullable Logs logs, Traces traces,
		List<Source> sources, List<Route> routes, List<Event> events, Forecast forecast, List<BudgetUse> budgets,
		@Nullable SheddingReport shedding) {

	/**
	 * The metrics.
	 *
	 * @param series the number of series
	 * @param growthPerHour series that come an hour, {@code null} while the application
	 * is warming up
	 * @param scrapeBytes the bytes of a scrape in OpenMetrics' text, before compression,
	 * {@code null} if Prometheus does not scrape
	 * @param bytesPerSecond the same by the scrape interval that is set
	 * @param meters the meters with most series
	 * @param furtherMeters the number of meters that are left out
	 */
	record Metrics(int series, @Nullable Double growthPerHour, @Nullable Long scrapeBytes,
			@Nullable Double bytesPerSecond, List<MeterSeries> meters, int furtherMeters) {

	}

	/**
	 * The series of a meter.
	 *
	 * @param meter the name of the meter
	 * @param series the number of series
	 * @param scrapeBytes its bytes in a scrape
	 * @param growthPerHour series that come an hour
	 * @param tags its tags, the one that adds most series first
	 */
	record MeterSeries(String meter, int series, @Nullable Long scrapeBytes, @Nullable Double growthPerHour,
			List<TagSeries> tags) {

	}

	/**
	 * What a tag adds.
	 *
	 * @param tag the key
	 * @param values the number of its values
	 * @param seriesWithout the number of series that the meter would have without it
	 */
	record TagSeries(String tag, int values, int seriesWithout) {

	}

	/**
	 * The log lines, as they were given to console and files.
	 *
	 * @param linesPerSecond lines a second
	 * @param bytesPerSecond bytes a second
	 * @param loggers the loggers with most bytes
	 */
	record Logs(double linesPerSecond, double bytesPerSecond, List<LoggerVolume> loggers) {

	}

	/**
	 * The lines of a logger.
	 *
	 * @param logger its name
	 * @param linesPerSecond lines a second
	 * @param bytesPerSecond bytes a second
	 */
	record LoggerVolume(String logger, double linesPerSecond, double bytesPerSecond) {

	}

	/**
	 * The spans that exporters delivered.
	 *
	 * @param spansPerSecond spans a second
	 * @param bytesPerSecond bytes a second in OTLP's protocol buffers, before compression
	 * @param delivered spans since the start
	 */
	record Traces(double spansPerSecond, double bytesPerSecond, long delivered) {

	}

	/**
	 * What telemetry is about.
	 *
	 * @param source the source
	 * @param series the number of series
	 * @param linesPerSecond lines a second
	 * @param logBytesPerSecond bytes of lines a second
	 * @param spansPerSecond spans a second
	 * @param spanBytesPerSecond bytes of spans a second
	 * @param costPerMonth cost of 30 days
	 */
	record Source(String source, int series, double linesPerSecond, double logBytesPerSecond, double spansPerSecond,
			double spanBytesPerSecond, @Nullable Double costPerMonth) {

	}

	/**
	 * A route.
	 *
	 * @param route the route
	 * @param requestsPerSecond requests a second
	 * @param series the number of series that have the route as a tag
	 * @param spansPerSecond spans a second
	 * @param spanBytesPerSecond bytes of spans a second
	 * @param logBytesPerSecond its share of all bytes of lines, by requests
	 * @param bytesPerRequest bytes of spans and lines for a request
	 * @param costPerMonth cost of 30 days
	 */
	record Route(String route, double requestsPerSecond, int series, double spansPerSecond, double spanBytesPerSecond,
			double logBytesPerSecond, @Nullable Double bytesPerRequest, @Nullable Double costPerMonth) {

	}

	/**
	 * What a business event costs: all telemetry of the service by the number of events.
	 *
	 * @param event the name of its counter
	 * @param eventsPerSecond events a second
	 * @param bytesPerEvent bytes of telemetry for an event
	 * @param costPerEvent cost of an event
	 * @param sentence the same for people
	 */
	record Event(String event, double eventsPerSecond, double bytesPerEvent, @Nullable Double costPerEvent,
			String sentence) {

	}

	/**
	 * The next 30 days at the rates of the window.
	 *
	 * @param days the number of days
	 * @param series series at the end, if they keep growing
	 * @param samples samples that are scraped
	 * @param metricBytes bytes that are scraped
	 * @param lines lines
	 * @param logBytes bytes of lines
	 * @param spans spans
	 * @param spanBytes bytes of spans
	 * @param cost what it costs
	 */
	record Forecast(int days, long series, long samples, @Nullable Long metricBytes, long lines, long logBytes,
			long spans, long spanBytes, Cost cost) {

	}

	/**
	 * Costs by the prices of the user.
	 *
	 * @param currency the currency
	 * @param metrics cost of the metrics, absent without a price
	 * @param logs cost of the lines, absent without a price
	 * @param traces cost of the spans, absent without a price
	 * @param total the sum of those that have a price
	 * @param withoutPrice signals that the total does not contain
	 */
	record Cost(@Nullable String currency, @Nullable Double metrics, @Nullable Double logs, @Nullable Double traces,
			@Nullable Double total, List<String> withoutPrice) {

	}

	/**
	 * A budget.
	 *
	 * @param budget the name of its property
	 * @param limit the limit
	 * @param used what is used, {@code null} while it is not known
	 * @param exceeded whether more is used than the limit allows
	 */
	record BudgetUse(String budget, double limit, @Nullable Double used, boolean exceeded) {

	}

}
