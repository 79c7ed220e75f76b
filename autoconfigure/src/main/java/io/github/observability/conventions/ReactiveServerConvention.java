package io.github.observability.conventions;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/**
 * OpenTelemetry's convention for requests that WebFlux serves. Spring Framework has one
 * for servlet containers only.
 */
final class ReactiveServerConvention extends DefaultServerRequestObservationConvention {

	ReactiveServerConvention() {
		super(OpenTelemetryKeyValues.SERVER.requests());
	}

	private static @Nullable HttpMethod methodOf(ServerRequestObservationContext context) {
		ServerHttpRequest request = context.getCarrier();
		return (request != null) ? request.getMethod() : null;
	}

	@Override
	public String getContextualName(ServerRequestObservationContext context) {
		return OpenTelemetryKeyValues.spanName(methodOf(context), context.getPathPattern());
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ServerRequestObservationContext context) {
		ServerHttpRequest request = context.getCarrier();
		return super.getLowCardinalityKeyValues(context)
			.and(OpenTelemetryKeyValues.scheme((request != null) ? request.getURI() : null));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(ServerRequestObservationContext context) {
		return super.getHighCardinalityKeyValues(context).and(OpenTelemetryKeyValues.originalMethod(methodOf(context)));
	}

	@Override
	protected KeyValue method(ServerRequestObservationContext context) {
		return OpenTelemetryKeyValues.method(OpenTelemetryKeyValues.SERVER, methodOf(context));
	}

	@Override
	protected KeyValue status(ServerRequestObservationContext context) {
		return OpenTelemetryKeyValues.renamed(OpenTelemetryKeyValues.SERVER.status(), super.status(context));
	}

	@Override
	protected KeyValue uri(ServerRequestObservationContext context) {
		return OpenTelemetryKeyValues.renamed(OpenTelemetryKeyValues.SERVER.route(), super.uri(context));
	}

	@Override
	protected KeyValue exception(ServerRequestObservationContext context) {
		return OpenTelemetryKeyValues.exception(OpenTelemetryKeyValues.SERVER, context.getError());
	}

	@Override
	protected KeyValue httpUrl(ServerRequestObservationContext context) {
		return OpenTelemetryKeyValues.renamed(OpenTelemetryKeyValues.SERVER.url(), super.httpUrl(context));
	}

}
