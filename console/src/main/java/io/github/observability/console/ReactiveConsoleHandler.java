package io.github.observability.console;

import java.net.InetSocketAddress;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Serves the console outside the {@code HttpWebHandlerAdapter}, which observes what it
 * handles.
 */
final class ReactiveConsoleHandler implements HttpHandler {

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
		InetSocketAddress peer = request.getRemoteAddress();
		String query = request.getURI().getRawQuery();
		UnaryOperator<@Nullable String> headers = (name) -> request.getHeaders().getFirst(name);
		ConsoleResponse answer = this.handler
			.handle(new ConsoleRequest(request.getMethod().name(), request.getPath().contextPath().value() + this.path,
					below, (query != null) ? query : "", headers, (peer != null) ? peer.getAddress() : null));
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

}
