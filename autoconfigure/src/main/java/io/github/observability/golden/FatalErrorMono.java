package io.github.observability.golden;

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;

import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Ends the observation of a request that Reactor never ends. It passes an error of the
 * virtual machine, a missing class for example, to no subscriber but throws it at the
 * server, which has nothing to cancel if that happens while it subscribes.
 */
final class FatalErrorMono extends MonoOperator<Void, Void> {

	private final ServerHttpResponse response;

	FatalErrorMono(Mono<Void> source, ServerHttpResponse response) {
		super(source);
		this.response = response;
	}

	@Override
	public void subscribe(CoreSubscriber<? super Void> actual) {
		try {
			this.source.subscribe(actual);
		}
		catch (Throwable ex) {
			Observation observation = actual.currentContext().getOrDefault(ObservationThreadLocalAccessor.KEY, null);
			if (observation != null) {
				this.response.setStatusCode(HttpStatus.INTERNAL_SERVER_ERROR);
				observation.error(ex).stop();
			}
			throw ex;
		}
	}

}
