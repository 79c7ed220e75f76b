package io.github.observability.cost;

import java.math.BigDecimal;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings for the cost of telemetry.
 *
 * @param enabled Whether the volume of telemetry is measured.
 * @param scrapeInterval Time between two scrapes, to convert bytes per scrape into bytes
 * per second.
 * @param prices Prices of the back ends. What has no price has no cost.
 * @param budget Limits that are reported once they are exceeded. None by default.
 * @param usedMetrics File of the metrics that are read, as mimirtool, Perses'
 * metrics-usage or Cardamon write it.
 * @param unread What happens to meters that nobody reads. To deny them, a file of used
 * metrics is required.
 */
@ConfigurationProperties("observability.cost")
record CostProperties(@DefaultValue("true") boolean enabled, @DefaultValue("1m") Duration scrapeInterval,
		@DefaultValue Prices prices, @DefaultValue Budget budget, @Nullable String usedMetrics,
		@DefaultValue("report") UnreadMeters unread) {

	static final String PREFIX = "observability.cost";

	CostProperties {
		require(scrapeInterval.toMillis() >= 1, "scrape-interval", "must be positive", scrapeInterval);
		if (unread == UnreadMeters.DENY && (usedMetrics == null || usedMetrics.isBlank())) {
			throw new IllegalArgumentException("'" + PREFIX + ".unread' is 'deny', which needs '" + PREFIX
					+ ".used-metrics': without the file, meters that your own dashboards read would be gone");
		}
	}

	private static void require(boolean valid, String key, String rule, Object value) {
		if (!valid) {
			throw new IllegalArgumentException("'" + PREFIX + "." + key + "' " + rule + ", but was '" + value + "'");
		}
	}

	private static void requireNotNegative(String key, @Nullable BigDecimal value) {
		if (value != null) {
			require(value.signum() >= 0, key, "must not be negative", value);
		}
	}

	/**
	 * What happens to meters that nobody reads.
	 */
	enum UnreadMeters {

		/** The endpoint lists them. */
		REPORT,

		/** They are not registered with Prometheus. */
		DENY

	}

	/**
	 * Prices of the back ends.
	 *
	 * @param currency Currency of the prices, for display only.
	 * @param thousandSeries Price of 1,000 active series for a month.
	 * @param millionSamples Price of 1,000,000 samples.
	 * @param logGigabyte Price of 1,000,000,000 bytes of log lines.
	 * @param traceGigabyte Price of 1,000,000,000 bytes of spans.
	 * @param millionSpans Price of 1,000,000 spans.
	 */
	record Prices(@Nullable String currency, @Nullable BigDecimal thousandSeries, @Nullable BigDecimal millionSamples,
			@Nullable BigDecimal logGigabyte, @Nullable BigDecimal traceGigabyte, @Nullable BigDecimal millionSpans) {

		Prices {
			requireNotNegative("prices.thousand-series", thousandSeries);
			requireNotNegative("prices.million-samples", millionSamples);
			requireNotNegative("prices.log-gigabyte", logGigabyte);
			requireNotNegative("prices.trace-gigabyte", traceGigabyte);
			requireNotNegative("prices.million-spans", millionSpans);
		}

	}

	/**
	 * Limits for one instance.
	 *
	 * @param series Number of series.
	 * @param scrapeSize Bytes of a scrape.
	 * @param logSizePerDay Bytes of log lines a day.
	 * @param spansPerDay Number of exported spans a day.
	 * @param costPerMonth Cost of 30 days, by the prices.
	 */
	record Budget(@Nullable Long series, @Nullable DataSize scrapeSize, @Nullable DataSize logSizePerDay,
			@Nullable Long spansPerDay, @Nullable BigDecimal costPerMonth) {

		Budget {
			requirePositive("budget.series", series);
			requirePositive("budget.scrape-size", (scrapeSize != null) ? scrapeSize.toBytes() : null);
			requirePositive("budget.log-size-per-day", (logSizePerDay != null) ? logSizePerDay.toBytes() : null);
			requirePositive("budget.spans-per-day", spansPerDay);
			if (costPerMonth != null) {
				require(costPerMonth.signum() > 0, "budget.cost-per-month", "must be positive", costPerMonth);
			}
		}

		private static void requirePositive(String key, @Nullable Long value) {
			if (value != null) {
				require(value > 0, key, "must be positive", value);
			}
		}

	}

}
