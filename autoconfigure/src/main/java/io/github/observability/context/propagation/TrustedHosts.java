package io.github.observability.context.propagation;

import java.net.URI;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpRequest;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.function.client.ClientRequest;

/**
 * The hosts that may receive the ids and the baggage of a request.
 */
public final class TrustedHosts {

	private static final boolean WEB_CLIENT = isPresent(
			"org.springframework.web.reactive.function.client.ClientRequest");

	private static final boolean FEIGN = isPresent("feign.Request");

	private static final boolean OK_HTTP = isPresent("okhttp3.Request");

	private final List<String> hosts;

	TrustedHosts(List<String> hosts) {
		this.hosts = hosts.stream().map((host) -> host.toLowerCase(Locale.ROOT)).toList();
	}

	boolean isEveryHost() {
		return this.hosts.isEmpty();
	}

	/**
	 * Whether the host of a request may receive them. Anything but a request of an HTTP
	 * client names no host and is not limited.
	 * @param carrier the request as its observation holds it
	 * @return whether the host is trusted
	 */
	public boolean allow(@Nullable Object carrier) {
		if (this.hosts.isEmpty() || !(isHttp(carrier) || InstrumentedRequest.matches(carrier))) {
			return true;
		}
		String host = host(carrier);
		return host != null && matches(host.toLowerCase(Locale.ROOT));
	}

	/**
	 * Whether an object is the request of an HTTP client that gets the request id. Those
	 * of an {@link InstrumentedRequest} are not: such a client often serves another one,
	 * which has sent the id already.
	 * @param carrier the request as its observation holds it
	 * @return whether it is
	 */
	public static boolean isHttp(@Nullable Object carrier) {
		return carrier instanceof HttpRequest || (WEB_CLIENT && WebClientRequest.matches(carrier))
				|| (FEIGN && FeignRequest.matches(carrier)) || (OK_HTTP && OkHttpRequest.matches(carrier));
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, TrustedHosts.class.getClassLoader());
	}

	private static @Nullable String host(@Nullable Object carrier) {
		URI url = url(carrier);
		if (url == null || url.getHost() != null) {
			return (url != null) ? url.getHost() : null;
		}
		// URI rejects some host names, such as one with an underscore.
		String authority = url.getRawAuthority();
		return (authority != null) ? withoutUserAndPort(authority) : null;
	}

	private static String withoutUserAndPort(String authority) {
		String host = authority.substring(authority.lastIndexOf('@') + 1);
		int port = host.indexOf(':');
		return (port != -1) ? host.substring(0, port) : host;
	}

	private static @Nullable URI url(@Nullable Object carrier) {
		if (carrier instanceof HttpRequest request) {
			return request.getURI();
		}
		if (WEB_CLIENT && WebClientRequest.matches(carrier)) {
			return WebClientRequest.url(carrier);
		}
		if (FEIGN && FeignRequest.matches(carrier)) {
			return FeignRequest.url(carrier);
		}
		return (OK_HTTP && OkHttpRequest.matches(carrier)) ? OkHttpRequest.url(carrier)
				: InstrumentedRequest.url(carrier);
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

		static @Nullable URI url(@Nullable Object carrier) {
			return (carrier instanceof ClientRequest.Builder request) ? request.build().url() : null;
		}

	}

	/**
	 * Names a class that may be absent.
	 */
	private static final class FeignRequest {

		private FeignRequest() {
		}

		static boolean matches(@Nullable Object carrier) {
			return carrier instanceof feign.Request;
		}

		static @Nullable URI url(@Nullable Object carrier) {
			try {
				return (carrier instanceof feign.Request request) ? URI.create(request.url()) : null;
			}
			catch (IllegalArgumentException ex) {
				return null;
			}
		}

	}

	/**
	 * Names a class that may be absent.
	 */
	private static final class OkHttpRequest {

		private OkHttpRequest() {
		}

		static boolean matches(@Nullable Object carrier) {
			return carrier instanceof okhttp3.Request.Builder;
		}

		static @Nullable URI url(@Nullable Object carrier) {
			return (carrier instanceof okhttp3.Request.Builder request) ? request.build().url().uri() : null;
		}

	}

	/**
	 * Marks propagators that send to trusted hosts only.
	 */
	interface Guarded {

	}

}
