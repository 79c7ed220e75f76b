package io.github.observability.context.client;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import io.github.observability.LogOnce;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.util.ReflectionUtils;

/**
 * {@link HttpClient} that observes requests as Spring's clients do, with the same name
 * and tags, and sends their trace. A request that another observed client sends through
 * it is not observed again.
 */
final class ObservedHttpClient extends HttpClient implements HttpClientLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(ObservedHttpClient.class);

	private final LogOnce failure = new LogOnce(logger);

	private final HttpClient client;

	private final ObservationRegistry registry;

	private final ClientRequestObservationConvention convention;

	ObservedHttpClient(HttpClient client, ObservationRegistry registry, ClientRequestObservationConvention convention) {
		this.client = client;
		this.registry = registry;
		this.convention = convention;
	}

	@Override
	public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
			throws IOException, InterruptedException {
		if (isObserved()) {
			return this.client.send(request, handler);
		}
		HttpClientExchange exchange = start(request);
		try {
			HttpResponse<T> response = this.client.send(exchange.toSend(), handler);
			exchange.response(response);
			return response;
		}
		catch (IOException | InterruptedException | RuntimeException | Error ex) {
			exchange.error(ex);
			throw ex;
		}
		finally {
			exchange.closeScope();
			exchange.stop();
		}
	}

	@Override
	public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
		return observed(request, (toSend) -> this.client.sendAsync(toSend, handler));
	}

	@Override
	public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler,
			HttpResponse.@Nullable PushPromiseHandler<T> pushPromises) {
		return observed(request, (toSend) -> this.client.sendAsync(toSend, handler, pushPromises));
	}

	private <T> CompletableFuture<HttpResponse<T>> observed(HttpRequest request,
			Function<HttpRequest, CompletableFuture<HttpResponse<T>>> sender) {
		if (isObserved()) {
			return sender.apply(request);
		}
		HttpClientExchange exchange = start(request);
		try {
			CompletableFuture<HttpResponse<T>> future = sender.apply(exchange.toSend());
			// The future of the client itself is returned, because cancelling it cancels
			// the request.
			future.whenComplete(exchange::complete);
			return future;
		}
		catch (RuntimeException | Error ex) {
			exchange.error(ex);
			exchange.stop();
			throw ex;
		}
		finally {
			exchange.closeScope();
		}
	}

	private boolean isObserved() {
		Observation current = this.registry.getCurrentObservation();
		return current != null && current.getContext() instanceof SenderContext;
	}

	private HttpClientExchange start(HttpRequest request) {
		return HttpClientExchange.start(request, this.registry, this.convention, this.failure);
	}

	@Override
	public Optional<CookieHandler> cookieHandler() {
		return this.client.cookieHandler();
	}

	@Override
	public Optional<Duration> connectTimeout() {
		return this.client.connectTimeout();
	}

	@Override
	public Redirect followRedirects() {
		return this.client.followRedirects();
	}

	@Override
	public Optional<ProxySelector> proxy() {
		return this.client.proxy();
	}

	@Override
	public SSLContext sslContext() {
		return this.client.sslContext();
	}

	@Override
	public SSLParameters sslParameters() {
		return this.client.sslParameters();
	}

	@Override
	public Optional<Authenticator> authenticator() {
		return this.client.authenticator();
	}

	@Override
	public Version version() {
		return this.client.version();
	}

	@Override
	public Optional<Executor> executor() {
		return this.client.executor();
	}

	@Override
	public WebSocket.Builder newWebSocketBuilder() {
		return this.client.newWebSocketBuilder();
	}

	@Override
	public void shutdown() {
		call("shutdown");
	}

	@Override
	public void shutdownNow() {
		call("shutdownNow");
	}

	@Override
	public void close() {
		call("close");
	}

	@Override
	public boolean isTerminated() {
		return Boolean.TRUE.equals(call("isTerminated"));
	}

	@Override
	public boolean awaitTermination(Duration duration) {
		Method method = ReflectionUtils.findMethod(HttpClient.class, "awaitTermination", Duration.class);
		return method != null && Boolean.TRUE.equals(ReflectionUtils.invokeMethod(method, this.client, duration));
	}

	private @Nullable Object call(String name) {
		Method method = ReflectionUtils.findMethod(HttpClient.class, name);
		return (method != null) ? ReflectionUtils.invokeMethod(method, this.client) : null;
	}

}
