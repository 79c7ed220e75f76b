package io.github.observability.context.client;

import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

/**
 * A request of the JDK's HTTP client as Spring's observations know one. Handlers and
 * conventions see the headers of the request and can change them. It is never executed.
 */
final class JdkClientRequest implements ClientHttpRequest {

	private final HttpRequest request;

	private final HttpHeaders headers = new HttpHeaders();

	private final Map<String, Object> attributes = new HashMap<>();

	JdkClientRequest(HttpRequest request) {
		this.request = request;
		request.headers().map().forEach(this.headers::addAll);
	}

	/**
	 * Return the request with the headers as handlers left them.
	 * @return the request to send
	 */
	HttpRequest toSend() {
		Map<String, List<String>> before = this.request.headers().map();
		HttpRequest.Builder builder = HttpRequest.newBuilder(this.request,
				(name, value) -> this.headers.getOrEmpty(name).equals(before.get(name)));
		this.headers.forEach((name, values) -> {
			if (!values.equals(before.get(name))) {
				values.forEach((value) -> builder.header(name, value));
			}
		});
		return builder.build();
	}

	@Override
	public HttpMethod getMethod() {
		return HttpMethod.valueOf(this.request.method());
	}

	@Override
	public URI getURI() {
		return this.request.uri();
	}

	@Override
	public Map<String, Object> getAttributes() {
		return this.attributes;
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.headers;
	}

	@Override
	public OutputStream getBody() {
		throw new UnsupportedOperationException("The JDK's HTTP client sends the body");
	}

	@Override
	public ClientHttpResponse execute() {
		throw new UnsupportedOperationException("The JDK's HTTP client executes the request");
	}

}
