package io.github.observability.tracing;

import io.github.observability.FailureTable;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;

/**
 * {@link ObservationFilter} that sets the status of a span to ERROR if a key-value of its
 * observation means failure and there is no exception: a gRPC status, a failed batch
 * step, an error in a GraphQL response. It is a filter because filters are the last thing
 * that an observation calls before its span ends.
 */
final class FailureSpanStatus implements ObservationFilter {

	private final FailureTable failures;

	FailureSpanStatus(FailureTable failures) {
		this.failures = failures;
	}

	@Override
	public Observation.Context map(Observation.Context context) {
		if (context.getError() == null && this.failures.failure(context) != null) {
			SpanErrors.mark(context);
		}
		return context;
	}

}
