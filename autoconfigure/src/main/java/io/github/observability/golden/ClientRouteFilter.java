package io.github.observability.golden;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;

import org.springframework.http.client.observation.ClientHttpObservationDocumentation.HighCardinalityKeyNames;
import org.springframework.http.client.observation.ClientRequestObservationContext;

/**
 * Cleans the route of a request sent, for meter and span alike. A URL given as a literal
 * instead of a template is taken for a route by Spring: with its ids, each of which would
 * be a series, and with its query, which may hold a secret.
 */
final class ClientRouteFilter implements ObservationFilter {

	private static final String URI = GoldenTag.URI.asString();

	private static final String URL = HighCardinalityKeyNames.HTTP_URL.asString();

	@Override
	public Observation.Context map(Observation.Context context) {
		return (context instanceof ClientRequestObservationContext) ? clean(context) : context;
	}

	static Observation.Context clean(Observation.Context context) {
		KeyValue route = context.getLowCardinalityKeyValue(URI);
		if (route != null) {
			String cleaned = Routes.of(route.getValue());
			if (!cleaned.equals(route.getValue())) {
				context.addLowCardinalityKeyValue(KeyValue.of(URI, cleaned));
			}
		}
		KeyValue url = context.getHighCardinalityKeyValue(URL);
		if (url != null) {
			String cleaned = Routes.withoutSecrets(url.getValue());
			if (!cleaned.equals(url.getValue())) {
				context.addHighCardinalityKeyValue(KeyValue.of(URL, cleaned));
			}
		}
		return context;
	}

}
