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
 * Notes that an answer is cancelled while it is written, which is what a server does when
 * its reader has gone. Netty ends the answer then as if it were complete.
 */
abstract class ClientAbortDecorator extends ServerHttpResponseDecorator {

	private final ServerRequestObservationContext observation;

	private ClientAbortDecorator(ServerHttpResponse response, ServerRequestObservationContext observation) {
		super(response);
		this.observation = observation;
	}

	/**
	 * Decorate an answer.
	 * @param response the answer
	 * @param observation what to tell of the cancellation
	 * @return an answer that can do what the given one can
	 */
	static ServerHttpResponse decorate(ServerHttpResponse response, ServerRequestObservationContext observation) {
		return (response instanceof ZeroCopyHttpOutputMessage zeroCopy) ? new ZeroCopy(response, zeroCopy, observation)
				: new Plain(response, observation);
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		// A single buffer is written otherwise than several.
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
	 * An answer that is nothing else.
	 */
	private static final class Plain extends ClientAbortDecorator {

		Plain(ServerHttpResponse response, ServerRequestObservationContext observation) {
			super(response, observation);
		}

	}

	/**
	 * An answer that the operating system can copy a file into. Without this Spring would
	 * read the file instead.
	 */
	private static final class ZeroCopy extends ClientAbortDecorator implements ZeroCopyHttpOutputMessage {

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
