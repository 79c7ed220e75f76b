package io.github.observability.context;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpRequest;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.function.client.ClientRequest;

/**
 * The hosts that ids and baggage of a request may be sent to.
 */
final class TrustedHosts {

	private static final boolean WEB_CLIENT = ClassUtils.isPresent(
			"org.springframework.web.reactive.function.client.ClientRequest", TrustedHosts.class.getClassLoader());

	private final List<String> hosts;

	TrustedHosts(List<String> hosts) {
		this.hosts = hosts.stream().map((host) -> host.toLowerCase(Locale.ROOT)).toList();
	}

	/**
	 * Whether what an HTTP client sends may go to its host. What is no request of an HTTP
	 * client names none and is not limited.
	 * @param carrier the request as its observation has it
	 * @return whether it may
	 */
	boolean allow(@Nullable Object carrier) {
		if (this.hosts.isEmpty() || !isHttp(carrier)) {
			return true;
		}
		String host = host(carrier);
		return host != null && matches(host.toLowerCase(Locale.ROOT));
	}

	static boolean isHttp(@Nullable Object carrier) {
		return carrier instanceof HttpRequest || (WEB_CLIENT && WebClientRequest.matches(carrier));
	}

	private static @Nullable String host(@Nullable Object carrier) {
		return (carrier instanceof HttpRequest request) ? request.getURI().getHost() : WebClientRequest.host(carrier);
	}

	private boolean matches(String host) {
		for (String allowed : this.hosts) {
			if (allowed.startsWith("*.") ? host.endsWith(allowed.substring(1)) : host.equals(allowed)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Names a class that may be absent.
	 */
	private static final class WebClientRequest {

		private WebClientRequest() {
		}

		static boolean matches(@Nullable Object carrier) {
			return carrier instanceof ClientRequest.Builder;
		}

		static @Nullable String host(@Nullable Object carrier) {
			return (carrier instanceof ClientRequest.Builder request) ? request.build().url().getHost() : null;
		}

	}

}
