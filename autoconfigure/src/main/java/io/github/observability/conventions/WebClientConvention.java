package io.github.observability.conventions;

import java.net.URI;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientRequestObservationContext;
import org.springframework.web.reactive.function.client.DefaultClientRequestObservationConvention;

/**
 * OpenTelemetry's convention for requests that {@code WebClient} sends, for which Spring
 * Framework has none.
 */
final class WebClientConvention extends DefaultClientRequestObservationConvention {

	WebClientConvention() {
		super(OpenTelemetryKeyValues.CLIENT.requests());
	}

	private static @Nullable HttpMethod methodOf(ClientRequestObservationContext context) {
		ClientRequest request = context.getRequest();
		return (request != null) ? request.method() : null;
	}

	private static @Nullable URI uriOf(ClientRequestObservationContext context) {
		ClientRequest request = context.getRequest();
		return (request != null) ? request.url() : null;
	}

	@Override
	public String getContextualName(ClientRequestObservationContext context) {
		return OpenTelemetryKeyValues.spanName(methodOf(context), null);
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ClientRequestObservationContext context) {
		return super.getLowCardinalityKeyValues(context).and(OpenTelemetryKeyValues.port(uriOf(context)));
	}

	@Override
	protected KeyValue uri(ClientRequestObservationContext context) {
		return OpenTelemetryKeyValues.renamed(OpenTelemetryKeyValues.CLIENT.route(), super.uri(context));
	}

	@Override
	protected KeyValue method(ClientRequestObservationContext context) {
		return OpenTelemetryKeyValues.method(OpenTelemetryKeyValues.CLIENT, methodOf(context));
	}

	@Override
	protected KeyValue status(ClientRequestObservationContext context) {
		return OpenTelemetryKeyValues.renamed(OpenTelemetryKeyValues.CLIENT.status(), super.status(context));
	}

	@Override
	protected KeyValue clientName(ClientRequestObservationContext context) {
		return OpenTelemetryKeyValues.peer(super.clientName(context));
	}

	@Override
	protected KeyValue exception(ClientRequestObservationContext context) {
		return OpenTelemetryKeyValues.exception(OpenTelemetryKeyValues.CLIENT, context.getError());
	}

	@Override
	protected KeyValue httpUrl(ClientRequestObservationContext context) {
		return OpenTelemetryKeyValues.renamed(OpenTelemetryKeyValues.CLIENT.url(), super.httpUrl(context));
	}

}
