package io.github.observability.incidents;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;

import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.observation.ClientRequestObservationContext;

/**
 * Notices that a dependency has another version, by a header of its responses. Several
 * instances of a dependency differ while it is rolled out, so that each version of a host
 * counts once.
 */
final class DependencyVersionHandler implements ObservationHandler<ClientRequestObservationContext> {

	private static final int MOST_VERSIONS = 500;

	private static final int LONGEST = 64;

	private final String header;

	private final Changes changes;

	private final Map<String, String> latest = new ConcurrentHashMap<>();

	private final Map<String, Boolean> known = new ConcurrentHashMap<>();

	DependencyVersionHandler(String header, Changes changes) {
		this.header = header;
		this.changes = changes;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ClientRequestObservationContext;
	}

	@Override
	public void onStop(ClientRequestObservationContext context) {
		ClientHttpRequest request = context.getCarrier();
		ClientHttpResponse response = context.getResponse();
		if (request == null || response == null) {
			return;
		}
		try {
			String version = response.getHeaders().getFirst(this.header);
			String host = request.getURI().getHost();
			if (version != null && host != null && version.length() <= LONGEST
					&& !version.equals(this.latest.get(host))) {
				changed(host, version);
			}
		}
		catch (RuntimeException ex) {
			// A response that cannot be read any more has no version.
		}
	}

	private void changed(String host, String version) {
		if (this.known.size() >= MOST_VERSIONS) {
			return;
		}
		String before = this.latest.put(host, version);
		if (this.known.putIfAbsent(host + ' ' + version, true) == null && before != null) {
			this.changes.add(ChangeType.DEPENDENCY_VERSION, host, before, version);
		}
	}

}
