package io.github.observability.golden;

import java.nio.file.Path;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/**
 * Notices that a response is cancelled while it is written, which a server does when the
 * client disconnected. Netty then ends the response as if it were complete.
 */
abstract class ReactiveClientAbortDecorator extends ServerHttpResponseDecorator {

	private final ServerRequestObservationContext observation;

	private ReactiveClientAbortDecorator(ServerHttpResponse response, ServerRequestObservationContext observation) {
		super(response);
		this.observation = observation;
	}

	/**
	 * Decorate a response.
	 * @param response the response
	 * @param observation the observation to mark as aborted
	 * @return a response with the capabilities of the given one
	 */
	static ServerHttpResponse decorate(ServerHttpResponse response, ServerRequestObservationContext observation) {
		return (response instanceof ZeroCopyHttpOutputMessage zeroCopy) ? new ZeroCopy(response, zeroCopy, observation)
				: new Plain(response, observation);
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		// A single buffer is written differently from several.
		return super.writeWith((body instanceof Mono<? extends DataBuffer> mono) ? mono.doFinally(this::ended)
				: Flux.from(body).doFinally(this::ended));
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		return super.writeAndFlushWith(Flux.from(body).doFinally(this::ended));
	}

	private void ended(SignalType signal) {
		if (signal == SignalType.CANCEL) {
			this.observation.setConnectionAborted(true);
		}
	}

	/**
	 * A response without further capabilities.
	 */
	private static final class Plain extends ReactiveClientAbortDecorator {

		Plain(ServerHttpResponse response, ServerRequestObservationContext observation) {
			super(response, observation);
		}

	}

	/**
	 * A response into which the operating system can copy a file. Without this Spring
	 * would read the file instead.
	 */
	private static final class ZeroCopy extends ReactiveClientAbortDecorator implements ZeroCopyHttpOutputMessage {

		private final ZeroCopyHttpOutputMessage zeroCopy;

		ZeroCopy(ServerHttpResponse response, ZeroCopyHttpOutputMessage zeroCopy,
				ServerRequestObservationContext observation) {
			super(response, observation);
			this.zeroCopy = zeroCopy;
		}

		@Override
		public Mono<Void> writeWith(Path file, long position, long count) {
			return this.zeroCopy.writeWith(file, position, count);
		}

	}

}
