package io.github.observability.golden;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/**
 * Notes that a stream is cancelled, which is what a server does when its reader has gone.
 * Netty ends the answer then as if it were complete.
 */
final class StreamAbortDecorator extends ServerHttpResponseDecorator {

	private final ServerRequestObservationContext observation;

	StreamAbortDecorator(ServerHttpResponse response, ServerRequestObservationContext observation) {
		super(response);
		this.observation = observation;
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		return super.writeAndFlushWith(Flux.from(body).doOnCancel(() -> this.observation.setConnectionAborted(true)));
	}

}
