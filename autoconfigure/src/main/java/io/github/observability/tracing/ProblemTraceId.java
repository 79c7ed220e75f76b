package io.github.observability.tracing;

import org.jspecify.annotations.Nullable;

import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;

/**
 * {@link ErrorResponse.Interceptor} that adds the trace id to a problem detail, unless
 * the application has set that property.
 */
final class ProblemTraceId implements ErrorResponse.Interceptor {

	private final String property;

	ProblemTraceId(String property) {
		this.property = property;
	}

	@Override
	public void handleError(ProblemDetail detail, @Nullable ErrorResponse errorResponse) {
		String traceId = CurrentTraceId.get();
		boolean told = detail.getProperties() != null && detail.getProperties().containsKey(this.property);
		if (traceId != null && !told) {
			detail.setProperty(this.property, traceId);
		}
	}

}
