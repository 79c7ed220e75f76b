package io.github.observability.console;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Function;

import io.github.observability.console.recording.EventHub;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.ClassUtils;

/**
 * Serves the console outside the {@code HttpWebHandlerAdapter}, which observes what it
 * handles.
 */
final class ReactiveConsoleHandler implements HttpHandler {

	private static final boolean servletPresent = ClassUtils.isPresent("jakarta.servlet.http.HttpServletRequest",
			ReactiveConsoleHandler.class.getClassLoader());

	private final HttpHandler application;

	private final ConsoleHandler handler;

	private final EventHub events;

	private final String path;

	ReactiveConsoleHandler(HttpHandler application, ConsoleHandler handler, EventHub events, String path) {
		this.application = application;
		this.handler = handler;
		this.events = events;
		this.path = path;
	}

	@Override
	public Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
		String below = ConsoleHandler.below(request.getPath().pathWithinApplication().value(), this.path);
		if (below == null) {
			return this.application.handle(request, response);
		}
		if (!ConsoleRequest.hasBody(request.getMethod().name(), below)) {
			return write(response, answer(request, below, ConsoleRequest.NO_BODY));
		}
		return DataBufferUtils.join(request.getBody(), ConsoleRequest.MAX_BODY)
			.map(ReactiveConsoleHandler::bytes)
			.defaultIfEmpty(ConsoleRequest.NO_BODY)
			.onErrorReturn(DataBufferLimitException.class, ConsoleRequest.NO_BODY)
			// The protocol's SDK blocks.
			.publishOn(Schedulers.boundedElastic())
			.flatMap((body) -> write(response, answer(request, below, body)));
	}

	private static byte[] bytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	private ConsoleResponse answer(ServerHttpRequest request, String below, byte[] body) {
		String query = request.getURI().getRawQuery();
		Function<String, @Nullable String> headers = (name) -> request.getHeaders().getFirst(name);
		return this.handler
			.handle(new ConsoleRequest(request.getMethod().name(), request.getPath().contextPath().value() + this.path,
					below, (query != null) ? query : "", headers, peer(request), body));
	}

	private static @Nullable InetAddress peer(ServerHttpRequest request) {
		if (servletPresent && Servlets.isServed(request)) {
			return Servlets.peer(request);
		}
		InetSocketAddress peer = request.getRemoteAddress();
		return (peer != null) ? peer.getAddress() : null;
	}

	private Mono<Void> write(ServerHttpResponse response, ConsoleResponse answer) {
		response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
		answer.headers().forEach(response.getHeaders()::set);
		DataBuffer body = response.bufferFactory().wrap(answer.body());
		if (!answer.stream()) {
			response.getHeaders().setContentLength(answer.body().length);
			return response.writeWith(Mono.just(body));
		}
		return response.writeAndFlushWith(Flux.concat(Mono.just(Mono.just(body)),
				Flux.<Publisher<DataBuffer>>create((sink) -> open(sink, response), FluxSink.OverflowStrategy.ERROR)));
	}

	private void open(FluxSink<Publisher<DataBuffer>> sink, ServerHttpResponse response) {
		EventHub.Stream stream = new EventHub.Stream() {

			@Override
			public boolean send(byte[] event) {
				if (sink.isCancelled() || sink.requestedFromDownstream() == 0) {
					return false;
				}
				sink.next(Mono.fromSupplier(() -> response.bufferFactory().wrap(event)));
				return true;
			}

			@Override
			public void close() {
				sink.complete();
			}

		};
		this.events.open(stream);
		sink.onDispose(() -> this.events.close(stream));
	}

	/** WebFlux in a servlet container. */
	private static final class Servlets {

		private Servlets() {
		}

		static boolean isServed(ServerHttpRequest request) {
			return nativeRequest(request) instanceof HttpServletRequest;
		}

		static @Nullable InetAddress peer(ServerHttpRequest request) {
			return ServletConsoleFilter
				.peerOf(ServletConsoleFilter.received((HttpServletRequest) nativeRequest(request)));
		}

		private static Object nativeRequest(ServerHttpRequest request) {
			return ServerHttpRequestDecorator.getNativeRequest(request);
		}

	}

}
