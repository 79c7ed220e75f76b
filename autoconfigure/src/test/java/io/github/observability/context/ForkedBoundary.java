package io.github.observability.context;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.github.observability.testing.UnsecuredApplication;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletRequestAttributeListener;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.catalina.Context;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * An application of its own whose requests fail in all ways that Spring MVC has, and that
 * sends them to itself.
 */
public final class ForkedBoundary {

	static final String MARK = "BOUNDARY ";

	static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	static final List<String> PATHS = List.of("sync", "callable", "task", "deferred", "future", "mono", "flux",
			"streaming", "emitter", "sse", "timeout", "late");

	private ForkedBoundary() {
	}

	/**
	 * Run the application.
	 * @param arguments arguments of the application
	 * @throws IOException if a request fails otherwise than it should
	 * @throws InterruptedException if interrupted meanwhile
	 */
	public static void main(String[] arguments) throws IOException, InterruptedException {
		try (ConfigurableApplicationContext context = SpringApplication.run(Application.class, arguments)) {
			String url = "http://localhost:" + context.getEnvironment().getProperty("local.server.port") + "/";
			HttpClient client = HttpClient.newHttpClient();
			for (String path : PATHS) {
				HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
					.timeout(Duration.ofSeconds(30))
					.header("traceparent", "00-" + TRACE_ID + "-b7ad6b7169203331-01")
					.header("X-Request-Id", "id-" + path)
					.build();
				System.out.println(MARK + path + " " + send(client, request));
			}
			HttpRequest request = HttpRequest.newBuilder(URI.create(url + "clean")).build();
			System.out.println(MARK + "clean " + client.send(request, HttpResponse.BodyHandlers.ofString()).body());
			System.out.println(MARK + "listeners " + requestListeners(context));
		}
	}

	/** The container notifies these of each request and of each attribute. */
	private static List<String> requestListeners(ConfigurableApplicationContext context) {
		WebServer server = ((WebServerApplicationContext) context).getWebServer();
		return (server.getClass().getSimpleName().startsWith("Tomcat") ? Tomcat.listeners(server)
				: Jetty.listeners(server))
			.filter((listener) -> listener instanceof ServletRequestListener
					|| listener instanceof ServletRequestAttributeListener)
			.map((listener) -> listener.getClass().getName())
			.toList();
	}

	private static String send(HttpClient client, HttpRequest request) throws InterruptedException {
		try {
			HttpResponse<Void> response = client.send(request, HttpResponse.BodyHandlers.discarding());
			return response.statusCode() + " " + response.headers().firstValue("X-Request-Id").orElse("");
		}
		catch (IOException ex) {
			return "aborted";
		}
	}

	/** Loaded on Tomcat only. */
	private static final class Tomcat {

		static Stream<Object> listeners(WebServer server) {
			return Stream.of(((TomcatWebServer) server).getTomcat().getHost().findChildren())
				.flatMap((child) -> Stream.of(((Context) child).getApplicationEventListeners()));
		}

	}

	/** Jetty is not there when this is compiled. */
	private static final class Jetty {

		static Stream<Object> listeners(WebServer server) {
			List<?> handlers = invoke(invoke(server, "getServer"), "getDescendants");
			return handlers.stream().flatMap((handler) -> ((List<?>) invoke(handler, "getEventListeners")).stream());
		}

		@SuppressWarnings({ "unchecked", "NullAway" })
		private static <T> T invoke(Object target, String method) {
			return (T) ReflectionUtils.invokeMethod(ReflectionUtils.findMethod(target.getClass(), method), target);
		}

	}

	@UnsecuredApplication
	@Import(Endpoints.class)
	static class Application {

	}

	@RestController
	static class Endpoints implements ErrorController {

		private static final Logger logger = LoggerFactory.getLogger(Endpoints.class);

		@RequestMapping("/error")
		String error(HttpServletRequest request) {
			logger.info("Error page of {}", request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
			return "failed";
		}

		private static IllegalStateException failure(String path) {
			return new IllegalStateException("failure of /" + path + ".");
		}

		@GetMapping("/clean")
		String clean() {
			return "clean";
		}

		@GetMapping("/sync")
		String sync() {
			throw failure("sync");
		}

		@GetMapping("/callable")
		Callable<String> callable() {
			return () -> {
				throw failure("callable");
			};
		}

		@GetMapping("/task")
		WebAsyncTask<String> task() {
			return new WebAsyncTask<>(null, new SimpleAsyncTaskExecutor("own-"), () -> {
				logger.info("Within the task");
				throw failure("task");
			});
		}

		@GetMapping("/deferred")
		DeferredResult<String> deferred() {
			DeferredResult<String> result = new DeferredResult<>();
			new Thread(() -> result.setErrorResult(failure("deferred"))).start();
			return result;
		}

		@GetMapping("/future")
		CompletableFuture<String> future() {
			return CompletableFuture.supplyAsync(() -> {
				throw failure("future");
			});
		}

		@GetMapping("/mono")
		Mono<String> mono() {
			return Mono.delay(Duration.ofMillis(5)).then(Mono.error(failure("mono")));
		}

		@GetMapping("/flux")
		Flux<String> flux() {
			return Flux.concat(Mono.delay(Duration.ofMillis(5)).then(Mono.error(failure("flux"))));
		}

		@GetMapping("/streaming")
		StreamingResponseBody streaming() {
			return (body) -> {
				throw failure("streaming");
			};
		}

		@GetMapping("/emitter")
		ResponseBodyEmitter emitter() {
			ResponseBodyEmitter emitter = new ResponseBodyEmitter();
			new Thread(() -> emitter.completeWithError(failure("emitter"))).start();
			return emitter;
		}

		@GetMapping("/sse")
		SseEmitter sse() {
			SseEmitter emitter = new SseEmitter();
			new Thread(() -> emitter.completeWithError(failure("sse"))).start();
			return emitter;
		}

		@GetMapping("/timeout")
		DeferredResult<String> timeout() {
			DeferredResult<String> result = new DeferredResult<>(20L);
			result.onTimeout(() -> result.setErrorResult(failure("timeout")));
			return result;
		}

		/** The response is committed, so that the error page is included at most. */
		@GetMapping("/late")
		StreamingResponseBody late() {
			return (body) -> {
				body.write(new byte[100_000]);
				body.flush();
				throw failure("late");
			};
		}

	}

}
