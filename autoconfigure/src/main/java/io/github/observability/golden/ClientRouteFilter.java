package io.github.observability.golden;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;

import org.springframework.http.client.observation.ClientHttpObservationDocumentation.HighCardinalityKeyNames;

/**
 * Cleans the route of a request sent, for meter and span alike. Spring uses a URL that is
 * given as a literal instead of a template as the route: with its ids, each of which
 * would be a series, and with its query, which may contain a secret.
 */
final class ClientRouteFilter implements ObservationFilter {

	private static final String URI = GoldenTag.URI.asString();

	private static final String URL = HighCardinalityKeyNames.HTTP_URL.asString();

	private final Class<? extends Observation.Context> type;

	/**
	 * Create a filter.
	 * @param type the type of the context of a client's observations
	 */
	ClientRouteFilter(Class<? extends Observation.Context> type) {
		this.type = type;
	}

	@Override
	public Observation.Context map(Observation.Context context) {
		if (!this.type.isInstance(context)) {
			return context;
		}
		KeyValue route = context.getLowCardinalityKeyValue(URI);
		if (route != null) {
			String cleaned = ClientUris.of(route.getValue());
			if (!cleaned.equals(route.getValue())) {
				context.addLowCardinalityKeyValue(KeyValue.of(URI, cleaned));
			}
		}
		KeyValue url = context.getHighCardinalityKeyValue(URL);
		if (url != null) {
			String cleaned = ClientUris.withoutSecrets(url.getValue());
			if (!cleaned.equals(url.getValue())) {
				context.addHighCardinalityKeyValue(KeyValue.of(URL, cleaned));
			}
		}
		return context;
	}

}
