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
import java.util.concurrent.CompletionException;
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

import org.springframework.http.client.observation.ClientHttpObservationDocumentation;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;
import org.springframework.util.ReflectionUtils;

/**
 * {@link HttpClient} whose requests are observed as those of Spring's clients are, under
 * the same name and with the same tags, and carry their trace. A request that another
 * observed client sends through it is left as it is.
 */
final class ObservedHttpClient extends HttpClient implements HttpClientLifecycle {

	private static final ClientRequestObservationConvention defaultConvention = new DefaultClientRequestObservationConvention();

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
		ClientRequestObservationContext context = new ClientRequestObservationContext(new JdkClientRequest(request));
		Observation observation = start(context);
		Observation.Scope scope = observation.openScope();
		try {
			HttpResponse<T> response = this.client.send(toSend(context, request), handler);
			context.setResponse(new JdkClientResponse(response));
			return response;
		}
		catch (IOException | InterruptedException | RuntimeException | Error ex) {
			observation.error(ex);
			throw ex;
		}
		finally {
			scope.close();
			observation.stop();
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
		ClientRequestObservationContext context = new ClientRequestObservationContext(new JdkClientRequest(request));
		Observation observation = start(context);
		Observation.Scope scope = observation.openScope();
		try {
			CompletableFuture<HttpResponse<T>> future = sender.apply(toSend(context, request));
			// What comes back is the client's own future, as cancelling it cancels the
			// request.
			future.whenComplete((response, error) -> end(observation, context, response, error));
			return future;
		}
		catch (RuntimeException | Error ex) {
			observation.error(ex);
			observation.stop();
			throw ex;
		}
		finally {
			scope.close();
		}
	}

	private static void end(Observation observation, ClientRequestObservationContext context,
			@Nullable HttpResponse<?> response, @Nullable Throwable error) {
		if (response != null) {
			context.setResponse(new JdkClientResponse(response));
		}
		if (error != null) {
			Throwable cause = (error instanceof CompletionException) ? error.getCause() : null;
			observation.error((cause != null) ? cause : error);
		}
		observation.stop();
	}

	private boolean isObserved() {
		Observation current = this.registry.getCurrentObservation();
		return current != null && current.getContext() instanceof SenderContext;
	}

	/**
	 * A request is sent even if it cannot be observed.
	 */
	private Observation start(ClientRequestObservationContext context) {
		try {
			return ClientHttpObservationDocumentation.HTTP_CLIENT_EXCHANGES
				.observation(this.convention, defaultConvention, () -> context, this.registry)
				.start();
		}
		catch (RuntimeException ex) {
			logOnce(ex);
			return Observation.NOOP;
		}
	}

	private HttpRequest toSend(ClientRequestObservationContext context, HttpRequest request) {
		try {
			return (context.getCarrier() instanceof JdkClientRequest carrier) ? carrier.toSend() : request;
		}
		catch (RuntimeException ex) {
			logOnce(ex);
			return request;
		}
	}

	private void logOnce(RuntimeException failure) {
		this.failure.warn("A request of an HTTP client could not be observed. Further failures are not logged",
				failure);
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
