package io.github.observability.golden;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import org.jspecify.annotations.Nullable;

/**
 * Corrects the outcome that a convention derives from the status of a request which ended
 * {@link UnusualEnd otherwise}, for meter and span alike. It is a filter because that is
 * what an observation calls after its convention.
 */
abstract class UnusualEndFilter implements ObservationFilter {

	/**
	 * Find how a request ended.
	 * @param context the context of any observation
	 * @return how it ended if that is unusual
	 */
	abstract @Nullable UnusualEnd find(Observation.Context context);

	@Override
	public final Observation.Context map(Observation.Context context) {
		UnusualEnd end = find(context);
		return (end != null) ? context.addLowCardinalityKeyValues(end.keyValues()) : context;
	}

}
