package io.github.observability.golden;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;

class ReactiveClientAbortDecoratorTests {

	private final MockServerHttpResponse response = new MockServerHttpResponse();

	private final ServerRequestObservationContext observation = new ServerRequestObservationContext(
			MockServerHttpRequest.get("/").build(), this.response, Map.of());

	@Test
	void anAnswerThatIsWrittenIsNoAbort() {
		ServerHttpResponse decorated = ReactiveClientAbortDecorator.decorate(this.response, this.observation);
		decorated.writeWith(Flux.just(buffer(), buffer())).block();
		assertThat(this.observation.isConnectionAborted()).isFalse();
		assertThat(this.response.getBodyAsString().block()).isEqualTo("xx");
	}

	@Test
	void anAnswerThatIsCancelledIsAnAbort() {
		ReactiveClientAbortDecorator.decorate(this.response, this.observation)
			.writeWith(Flux.just(buffer()).concatWith(Flux.never()))
			.subscribe()
			.dispose();
		assertThat(this.observation.isConnectionAborted()).isTrue();
	}

	@Test
	void aSingleBufferStaysOne() {
		Recorder recorder = new Recorder(this.response);
		ServerHttpResponse decorated = ReactiveClientAbortDecorator.decorate(recorder, this.observation);
		decorated.writeWith(Mono.just(buffer())).block();
		assertThat(recorder.body).isInstanceOf(Mono.class);
	}

	@Test
	void aFileIsStillCopiedByTheOperatingSystem() {
		Recorder recorder = new Recorder(this.response);
		ServerHttpResponse decorated = ReactiveClientAbortDecorator.decorate(recorder, this.observation);
		assertThat(decorated).isInstanceOf(ZeroCopyHttpOutputMessage.class);
		((ZeroCopyHttpOutputMessage) decorated).writeWith(Path.of("file"), 0, 1).block();
		assertThat(recorder.file).isEqualTo(Path.of("file"));
		assertThat(ReactiveClientAbortDecorator.decorate(this.response, this.observation))
			.isNotInstanceOf(ZeroCopyHttpOutputMessage.class);
	}

	private static DataBuffer buffer() {
		return DefaultDataBufferFactory.sharedInstance.wrap(new byte[] { 'x' });
	}

	private static final class Recorder extends ServerHttpResponseDecorator implements ZeroCopyHttpOutputMessage {

		private Publisher<? extends DataBuffer> body = Mono.empty();

		private Path file = Path.of("");

		Recorder(ServerHttpResponse response) {
			super(response);
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			this.body = body;
			return Mono.empty();
		}

		@Override
		public Mono<Void> writeWith(Path file, long position, long count) {
			this.file = file;
			return Mono.empty();
		}

	}

}
