package io.github.observability.context.client;

import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.HashMap;
import java.util.Map;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

/**
 * A request of the JDK's HTTP client as observations of Spring know one. It collects the
 * headers that are to be added; it is never executed.
 */
final class JdkClientRequest implements ClientHttpRequest {

	private final HttpRequest request;

	private final HttpHeaders added = new HttpHeaders();

	private final Map<String, Object> attributes = new HashMap<>();

	JdkClientRequest(HttpRequest request) {
		this.request = request;
	}

	/**
	 * Return the request with the headers that were added.
	 * @return the request to send
	 */
	HttpRequest toSend() {
		HttpRequest.Builder builder = HttpRequest.newBuilder(this.request, (name, value) -> true);
		this.added.forEach((name, values) -> values.forEach((value) -> builder.setHeader(name, value)));
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
		return this.added;
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
