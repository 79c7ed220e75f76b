package io.github.observability.context.client;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletionException;

import io.github.observability.LogOnce;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.http.client.observation.ClientHttpObservationDocumentation;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;

/**
 * The observation of one exchange of the JDK's HTTP client. Whatever a convention or a
 * handler throws, the request is sent and its response returned.
 */
final class HttpClientExchange {

	private static final ClientRequestObservationConvention defaultConvention = new DefaultClientRequestObservationConvention();

	private final ClientRequestObservationContext context;

	private final HttpRequest request;

	private final LogOnce failure;

	private Observation observation = Observation.NOOP;

	private final ObservationRegistry registry;

	private final Observation.@Nullable Scope outer;

	private HttpClientExchange(HttpRequest request, ObservationRegistry registry, LogOnce failure) {
		this.registry = registry;
		this.outer = registry.getCurrentObservationScope();
		this.context = new ClientRequestObservationContext(new JdkClientRequest(request));
		this.request = request;
		this.failure = failure;
	}

	/**
	 * Start the observation of a request and put it in scope.
	 * @param request the request
	 * @param registry the registry
	 * @param convention the convention
	 * @param failure logs the first failure of telemetry
	 * @return the exchange
	 */
	static HttpClientExchange start(HttpRequest request, ObservationRegistry registry,
			ClientRequestObservationConvention convention, LogOnce failure) {
		HttpClientExchange exchange = new HttpClientExchange(request, registry, failure);
		exchange.guard(() -> {
			exchange.observation = ClientHttpObservationDocumentation.HTTP_CLIENT_EXCHANGES.observation(convention,
					defaultConvention, () -> exchange.context, registry);
			exchange.observation.start();
		});
		if (!exchange.guard(exchange.observation::openScope)) {
			exchange.closeScope();
		}
		return exchange;
	}

	/**
	 * Return the request with the headers that the observation added.
	 * @return the request to send
	 */
	HttpRequest toSend() {
		try {
			return (this.context.getCarrier() instanceof JdkClientRequest carrier) ? carrier.toSend() : this.request;
		}
		catch (RuntimeException ex) {
			log(ex);
			return this.request;
		}
	}

	void response(HttpResponse<?> response) {
		this.context.setResponse(new JdkClientResponse(response));
	}

	void error(Throwable error) {
		guard(() -> this.observation.error(error));
	}

	void complete(@Nullable HttpResponse<?> response, @Nullable Throwable error) {
		if (response != null) {
			response(response);
		}
		if (error != null) {
			Throwable cause = (error instanceof CompletionException) ? error.getCause() : null;
			error((cause != null) ? cause : error);
		}
		stop();
	}

	/**
	 * Close the scope. An observation stays current on its thread if a handler throws
	 * while its scope is opened or closed.
	 */
	void closeScope() {
		Observation.Scope opened = this.registry.getCurrentObservationScope();
		if (opened != null && opened != this.outer && !guard(opened::close)) {
			this.registry.setCurrentObservationScope(this.outer);
		}
	}

	void stop() {
		guard(this.observation::stop);
	}

	private boolean guard(Runnable telemetry) {
		try {
			telemetry.run();
			return true;
		}
		catch (RuntimeException | LinkageError ex) {
			log(ex);
			return false;
		}
	}

	private void log(Throwable ex) {
		this.failure.warn("A request of an HTTP client could not be observed. Further failures are not logged", ex);
	}

}
