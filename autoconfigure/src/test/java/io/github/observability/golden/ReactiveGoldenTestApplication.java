package io.github.observability.golden;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.github.observability.testing.UnsecuredApplication;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebHandler;

/**
 * Requests to WebFlux that end in every way this package counts.
 */
@UnsecuredApplication
@Import({ ReactiveGoldenTestApplication.Endpoints.class, ReactiveGoldenTestApplication.Advice.class })
class ReactiveGoldenTestApplication {

	@Bean
	RouterFunction<ServerResponse> functional() {
		return RouterFunctions.route()
			.GET("/functional/{id}", (request) -> ServerResponse.ok().bodyValue(request.pathVariable("id")))
			.GET("/functional-failing", (request) -> Mono.error(new IllegalStateException("nobody handles this")))
			.GET("/functional-on-error", (request) -> Mono.error(new GoldenTestApplication.OutOfStockException()))
			.GET("/functional-thrown", (request) -> {
				throw new GoldenTestApplication.OutOfStockException();
			})
			.GET("/functional-missing", (request) -> Mono.error(new GoldenTestApplication.NoSuchThingException()))
			.GET("/functional-filter", (request) -> Mono.error(new UnsupportedOperationException()))
			.filter((request, next) -> next.handle(request)
				.onErrorResume(UnsupportedOperationException.class,
						(failure) -> ServerResponse.status(HttpStatus.BAD_GATEWAY).build()))
			.onError(GoldenTestApplication.OutOfStockException.class,
					(failure, request) -> ServerResponse.status(HttpStatus.SERVICE_UNAVAILABLE).build())
			.onError(GoldenTestApplication.NoSuchThingException.class,
					(failure, request) -> ServerResponse.notFound().build())
			.build();
	}

	@Bean
	Gateway gateway() {
		return new Gateway();
	}

	@Bean
	WebFilter failingFilter() {
		return (exchange, chain) -> exchange.getRequest().getPath().value().equals("/filter-failing")
				? Mono.error(new IllegalStateException("a filter fails")) : chain.filter(exchange);
	}

	@Bean
	HandlerMapping sockets() {
		WebSocketHandler handler = WebSocketSession::close;
		return new SimpleUrlHandlerMapping(Map.of("/socket", handler), -1);
	}

	/** The tests have Tomcat's WebSockets on their class path, too. */
	@Bean
	WebFluxConfigurer socketsOnNetty() {
		return new WebFluxConfigurer() {

			@Override
			public WebSocketService getWebSocketService() {
				return new HandshakeWebSocketService(new ReactorNettyRequestUpgradeStrategy());
			}

		};
	}

	/** Matches and notes the pattern as Spring Cloud Gateway does. */
	static final class Gateway implements HandlerMapping, Ordered {

		@Override
		public int getOrder() {
			return -2;
		}

		@Override
		public Mono<Object> getHandler(ServerWebExchange exchange) {
			String path = exchange.getRequest().getPath().value();
			if (!path.startsWith("/gw/")) {
				return Mono.empty();
			}
			exchange.getAttributes().put(ReactiveRoutes.GatewayFilter.PATTERN_ATTRIBUTE, "/gw/**");
			WebHandler proxy = (proxied) -> path.endsWith("/failing")
					? Mono.error(new IllegalStateException("the service that is called fails"))
					: proxied.getResponse().setComplete();
			return Mono.just(proxy);
		}

	}

	@RestController
	static class Endpoints {

		final CountDownLatch entered = new CountDownLatch(3);

		final Sinks.One<String> release = Sinks.one();

		final CountDownLatch streaming = new CountDownLatch(1);

		@GetMapping("/ok/{id}")
		Mono<String> ok(@PathVariable String id) {
			return Mono.just(id);
		}

		@GetMapping("/bad")
		ResponseEntity<String> bad() {
			return ResponseEntity.badRequest().body("no");
		}

		@GetMapping("/returned")
		Mono<ResponseEntity<String>> returned() {
			return Mono.just(ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body("later"));
		}

		@GetMapping("/recovered")
		Mono<ResponseEntity<String>> recovered() {
			return Mono.just("x")
				.<ResponseEntity<String>>flatMap((value) -> Mono.error(new IllegalStateException("recovered from")))
				.onErrorReturn(ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body("later"));
		}

		@GetMapping("/thrown-status")
		Mono<String> thrownStatus() {
			return Mono.error(new ResponseStatusException(HttpStatus.CONFLICT));
		}

		@GetMapping("/unhandled")
		String unhandled() {
			throw new IllegalStateException("nobody handles this");
		}

		@CrossOrigin
		@GetMapping("/cors/{id}")
		Mono<String> cors(@PathVariable String id) {
			return Mono.just(id);
		}

		@PostMapping("/json")
		Mono<Map<String, Object>> json(@RequestBody Mono<Map<String, Object>> body) {
			return body;
		}

		@GetMapping("/expected")
		Mono<String> expected() {
			return Mono.error(new GoldenTestApplication.ExpectedException());
		}

		@GetMapping("/timeout")
		Mono<String> timeout() {
			return Mono.<String>never().timeout(Duration.ofMillis(50));
		}

		@GetMapping(path = "/sse", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> sse() {
			return Flux.just("first", "second");
		}

		@GetMapping("/endless")
		Flux<DataBuffer> endless(ServerHttpResponse response) {
			response.getHeaders().setContentType(MediaType.APPLICATION_OCTET_STREAM);
			return Flux.generate((sink) -> sink.next(response.bufferFactory().wrap(new byte[64 * 1024])));
		}

		@GetMapping("/unhandled-later")
		Mono<String> unhandledLater() {
			return Mono.error(new IllegalStateException("nobody handles this"));
		}

		@GetMapping("/fatal")
		String fatal() {
			throw new LinkageError("nobody handles this either");
		}

		@GetMapping("/handled")
		String handled() {
			throw new GoldenTestApplication.OutOfStockException();
		}

		@GetMapping("/handled-checked")
		String handledChecked() throws CheckedException {
			throw new CheckedException();
		}

		@GetMapping("/handled-later")
		Mono<String> handledLater() {
			return Mono.delay(Duration.ofMillis(5)).then(Mono.error(new GoldenTestApplication.OutOfStockException()));
		}

		@GetMapping("/handled-flux")
		Flux<String> handledFlux() {
			return Flux.error(new GoldenTestApplication.OutOfStockException());
		}

		@GetMapping("/handled-silently")
		String handledSilently() {
			throw new UnsupportedOperationException();
		}

		@GetMapping("/missing")
		String missing() {
			throw new GoldenTestApplication.NoSuchThingException();
		}

		@GetMapping("/missing-later")
		Mono<String> missingLater() {
			return Mono.error(new GoldenTestApplication.NoSuchThingException());
		}

		@GetMapping("/elsewhere")
		Mono<String> elsewhere() {
			return Mono.just("x").publishOn(Schedulers.boundedElastic());
		}

		@GetMapping("/empty")
		Mono<Void> empty() {
			return Mono.empty();
		}

		@GetMapping("/block")
		Mono<String> block() {
			return Mono.defer(() -> {
				this.entered.countDown();
				return this.release.asMono();
			});
		}

		@GetMapping("/never")
		Mono<String> never() {
			return Mono.<String>never().doOnSubscribe((subscription) -> this.streaming.countDown());
		}

		@GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<Long> stream() {
			return Flux.interval(Duration.ofMillis(5)).onBackpressureDrop();
		}

		@ExceptionHandler(GoldenTestApplication.OutOfStockException.class)
		ResponseEntity<String> outOfStock() {
			return ResponseEntity.internalServerError().body("sorry");
		}

		@ExceptionHandler(GoldenTestApplication.NoSuchThingException.class)
		@ResponseStatus(HttpStatus.NOT_FOUND)
		void noSuchThing() {
		}

	}

	@RestControllerAdvice
	static class Advice {

		@ExceptionHandler(CheckedException.class)
		Mono<ResponseEntity<String>> checked(CheckedException ex) {
			return Mono.just(ResponseEntity.status(HttpStatus.BAD_GATEWAY).body("sorry"));
		}

		@ExceptionHandler(UnsupportedOperationException.class)
		@ResponseStatus(HttpStatus.NOT_IMPLEMENTED)
		void silently() {
		}

	}

	static class CheckedException extends Exception {

	}

}
