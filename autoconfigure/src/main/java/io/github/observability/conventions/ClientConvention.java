package io.github.observability.conventions;

import java.net.URI;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;

/**
 * OpenTelemetry's convention for requests that {@code RestClient} and
 * {@code RestTemplate} send, for which Spring Framework has none.
 */
final class ClientConvention extends DefaultClientRequestObservationConvention {

	ClientConvention() {
		super(OpenTelemetryKeyValues.CLIENT.requests());
	}

	private static @Nullable HttpMethod methodOf(ClientRequestObservationContext context) {
		ClientHttpRequest request = context.getCarrier();
		return (request != null) ? request.getMethod() : null;
	}

	private static @Nullable URI uriOf(ClientRequestObservationContext context) {
		ClientHttpRequest request = context.getCarrier();
		return (request != null) ? request.getURI() : null;
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
	protected KeyValue requestUri(ClientRequestObservationContext context) {
		return OpenTelemetryKeyValues.renamed(OpenTelemetryKeyValues.CLIENT.url(), super.requestUri(context));
	}

}
