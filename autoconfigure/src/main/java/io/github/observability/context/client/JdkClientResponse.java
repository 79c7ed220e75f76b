package io.github.observability.context.client;

import java.io.InputStream;
import java.net.http.HttpResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.CollectionUtils;
import org.springframework.util.MultiValueMap;

/**
 * A response of the JDK's HTTP client as observations of Spring know one.
 */
final class JdkClientResponse implements ClientHttpResponse {

	private final HttpResponse<?> response;

	JdkClientResponse(HttpResponse<?> response) {
		this.response = response;
	}

	@Override
	public HttpStatusCode getStatusCode() {
		return HttpStatusCode.valueOf(this.response.statusCode());
	}

	@Override
	public String getStatusText() {
		return "";
	}

	@Override
	public HttpHeaders getHeaders() {
		MultiValueMap<String, String> headers = CollectionUtils.toMultiValueMap(this.response.headers().map());
		return HttpHeaders.readOnlyHttpHeaders(headers);
	}

	@Override
	public InputStream getBody() {
		return InputStream.nullInputStream();
	}

	@Override
	public void close() {
	}

}
