package io.github.observability.golden;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * {@link UnusualEndFilter} for requests that a servlet container serves.
 */
final class ServletUnusualEndFilter extends UnusualEndFilter {

	@Override
	@Nullable UnusualEnd find(Observation.Context context) {
		return (context instanceof GoldenServerRequestContext golden) ? golden.request().unusualEnd() : null;
	}

}
