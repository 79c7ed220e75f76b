package io.github.observability.dashboards;

import java.util.Arrays;
import java.util.stream.Stream;

import io.github.observability.HttpNames;
import org.jspecify.annotations.Nullable;

/**
 * Expressions over a timer of requests, whatever convention named its tags.
 *
 * @param meter the timer
 * @param promQl writes the expressions
 */
record RequestSeries(RecordedMeter meter, PromQl promQl) {

	private static final String[] ROUTES = Stream
		.of(MeterRole.each((convention) -> HttpNames.server(convention).route()),
				MeterRole.each((convention) -> HttpNames.client(convention).route()))
		.flatMap(Arrays::stream)
		.distinct()
		.toArray(String[]::new);

	private static final String[] STATUSES = MeterRole.each((convention) -> HttpNames.server(convention).status());

	private static final String[] PEERS = MeterRole.each((convention) -> HttpNames.client(convention).peer());

	static @Nullable RequestSeries of(Application application, MeterRole role) {
		RecordedMeter meter = application.find(role);
		return (meter != null && meter.kind() == MeterKind.TIMER) ? new RequestSeries(meter, application.promQl())
				: null;
	}

	@Nullable String route() {
		return this.meter.label(ROUTES);
	}

	@Nullable String status() {
		return this.meter.label(STATUSES);
	}

	@Nullable String outcome() {
		return this.meter.label(HttpNames.OUTCOME);
	}

	@Nullable String error() {
		return this.meter.label(HttpNames.ERROR);
	}

	@Nullable String client() {
		return this.meter.label(PEERS);
	}

	/** The most telling label by which responses differ. */
	@Nullable String result() {
		String outcome = outcome();
		return (outcome != null) ? outcome : status();
	}

	String rate(String... matchers) {
		return this.promQl.rate(this.meter.count(), matchers);
	}

	/**
	 * Return the matcher of failures.
	 * @return the matcher, {@code null} if the meter does not tell them
	 */
	@Nullable String failed() {
		String outcome = outcome();
		if (outcome != null) {
			// A call without a response has none of the outcomes of a status.
			return PromQl.matching(outcome, HttpNames.SERVER_ERROR + "|UNKNOWN|ERROR");
		}
		String status = status();
		return (status != null) ? PromQl.matching(status, "5..") : null;
	}

	/**
	 * Return the share of requests that failed.
	 * @param labels the labels that remain
	 * @return the ratio, {@code null} if the meter does not tell failures
	 */
	@Nullable String errorRatio(String... labels) {
		String failed = failed();
		return (failed != null) ? PromQl.ratio(PromQl.sum(rate(failed), labels), PromQl.sum(rate(), labels)) : null;
	}

	/**
	 * Return a quantile of the duration, or its mean without buckets.
	 * @param quantile the quantile
	 * @param window the time over which it is taken
	 * @param labels the labels that remain
	 * @return the expression
	 */
	String duration(String quantile, String window, String... labels) {
		if (!this.meter.histogram()) {
			return PromQl.sum("rate(" + this.promQl.select(this.meter.sum()) + "[" + window + "])", labels)
					+ "\n/ clamp_min("
					+ PromQl.sum("rate(" + this.promQl.select(this.meter.count()) + "[" + window + "])", labels)
					+ ", 1e-9)";
		}
		String[] withLe = Arrays.copyOf(labels, labels.length + 1);
		withLe[labels.length] = "le";
		return PromQl.quantile(quantile,
				PromQl.sum("rate(" + this.promQl.select(this.meter.bucket()) + "[" + window + "])", withLe));
	}

}
