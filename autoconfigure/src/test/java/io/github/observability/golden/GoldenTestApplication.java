package io.github.observability.golden;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.observability.testing.UnsecuredApplication;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Requests that end in every way this package counts.
 */
@UnsecuredApplication
@Import(GoldenTestApplication.Endpoints.class)
class GoldenTestApplication {

	@Bean
	FilterRegistrationBean<Filter> failingFilter() {
		FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
			throw new IllegalStateException("a filter fails");
		});
		registration.addUrlPatterns("/filter-failing");
		return registration;
	}

	@Bean
	FilterRegistrationBean<Filter> readingFilter() {
		FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
			request.getParameter("x");
			chain.doFilter(request, response);
		});
		registration.addUrlPatterns("/parameter");
		return registration;
	}

	@Bean
	RouterFunction<ServerResponse> functionalEndpoints() {
		return RouterFunctions.route().path("/functional", (nested) -> nested.GET("/on-error", (request) -> {
			throw new OutOfStockException();
		}).GET("/filter", (request) -> {
			throw new UnsupportedOperationException();
		}).GET("/missing", (request) -> {
			throw new NoSuchThingException();
		}).GET("/{id}", (request) -> ServerResponse.ok().body(request.pathVariable("id")))).filter((request, next) -> {
			try {
				return next.handle(request);
			}
			catch (UnsupportedOperationException ex) {
				return ServerResponse.status(HttpStatus.BAD_GATEWAY).build();
			}
		})
			.onError(OutOfStockException.class,
					(failure, request) -> ServerResponse.status(HttpStatus.SERVICE_UNAVAILABLE).build())
			.onError(NoSuchThingException.class, (failure, request) -> ServerResponse.notFound().build())
			.build();
	}

	@Bean
	ServletRegistrationBean<PlainServlet> plainServlet() {
		return new ServletRegistrationBean<>(new PlainServlet(), "/plain/*");
	}

	/** Refines the routes of tenants, as a dispatcher of API versions does. */
	@Bean
	WebMvcConfigurer refiningInterceptor() {
		return new WebMvcConfigurer() {

			@Override
			public void addInterceptors(InterceptorRegistry registry) {
				registry.addInterceptor(new HandlerInterceptor() {

					@Override
					public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
						ServerHttpObservationFilter.findObservationContext(request)
							.ifPresent((context) -> context.setPathPattern(context.getPathPattern() + "/v1"));
						return true;
					}

				}).addPathPatterns("/tenants/**");
			}

		};
	}

	static final class PlainServlet extends HttpServlet {

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
			if ("/failing".equals(request.getPathInfo())) {
				throw new IllegalStateException("a servlet fails");
			}
			response.getWriter().write("plain");
		}

	}

	@RestController
	static class Endpoints {

		final CountDownLatch entered = new CountDownLatch(3);

		final CountDownLatch release = new CountDownLatch(1);

		@GetMapping("/ok/{id}")
		String ok(@PathVariable String id) {
			return id;
		}

		@GetMapping("/bad")
		ResponseEntity<String> bad() {
			return ResponseEntity.badRequest().body("no");
		}

		@GetMapping("/returned")
		ResponseEntity<String> returned() {
			return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body("later");
		}

		@GetMapping("/unhandled")
		String unhandled() {
			throw new IllegalStateException("nobody handles this");
		}

		@GetMapping("/fatal")
		String fatal() {
			throw new LinkageError("nobody handles this either");
		}

		@GetMapping("/handled")
		String handled() {
			throw new OutOfStockException();
		}

		@GetMapping("/missing")
		String missing() {
			throw new NoSuchThingException();
		}

		@GetMapping("/tenants/{tenant}")
		String tenant() {
			return "refined";
		}

		@GetMapping("/tenants/{tenant}/forward")
		void tenantForward(HttpServletRequest request, HttpServletResponse response) throws Exception {
			request.getRequestDispatcher("/ok/forwarded").forward(request, response);
		}

		@GetMapping("/tenants/{tenant}/failing")
		Callable<String> tenantFailing() {
			return () -> {
				throw new IllegalStateException("rendered by the error page");
			};
		}

		@GetMapping("/callable")
		Callable<String> callable() {
			return () -> "later";
		}

		@GetMapping("/callable-failing")
		Callable<String> callableFailing() {
			return () -> {
				throw new IllegalStateException("later");
			};
		}

		@GetMapping("/timeout")
		DeferredResult<String> timeout() {
			return new DeferredResult<>(50L);
		}

		@GetMapping("/parameter")
		String parameter() {
			return "read";
		}

		@CrossOrigin
		@GetMapping("/cors/{id}")
		String cors(@PathVariable String id) {
			return id;
		}

		/**
		 * A new asynchronous cycle in the dispatch that ends the first.
		 */
		@GetMapping("/async-twice")
		void asyncTwice(HttpServletRequest request, HttpServletResponse response) throws IOException {
			Integer cycle = (Integer) request.getAttribute("cycle");
			if (cycle != null && cycle == 2) {
				response.getWriter().write("done");
				return;
			}
			request.setAttribute("cycle", (cycle != null) ? cycle + 1 : 1);
			AsyncContext async = request.startAsync();
			new Thread(async::dispatch).start();
		}

		/**
		 * Nobody completes this, nor answers the timeout.
		 */
		@GetMapping("/forgotten")
		void forgotten(HttpServletRequest request) {
			request.startAsync().setTimeout(50);
		}

		@GetMapping("/future")
		CompletableFuture<String> future() {
			return CompletableFuture.supplyAsync(() -> "later");
		}

		@GetMapping("/future-failing")
		CompletableFuture<String> futureFailing() {
			return CompletableFuture.failedFuture(new IllegalStateException("later"));
		}

		@GetMapping("/send-error")
		void sendError(HttpServletResponse response) throws IOException {
			response.sendError(HttpStatus.SERVICE_UNAVAILABLE.value());
		}

		@GetMapping("/expected")
		String expected() {
			throw new ExpectedException();
		}

		@GetMapping("/forward")
		void forward(HttpServletRequest request, HttpServletResponse response) throws Exception {
			request.getRequestDispatcher("/ok/forwarded").forward(request, response);
		}

		@GetMapping("/include")
		void include(HttpServletRequest request, HttpServletResponse response) throws Exception {
			request.getRequestDispatcher("/ok/included").include(request, response);
		}

		@GetMapping("/filter-failing")
		String filterFailing() {
			return "never";
		}

		@GetMapping("/sse")
		SseEmitter sse() throws IOException {
			SseEmitter emitter = new SseEmitter();
			emitter.send("first");
			emitter.send("second");
			emitter.complete();
			return emitter;
		}

		@GetMapping("/streaming-body")
		StreamingResponseBody streamingBody() {
			return (output) -> output.write("streamed".getBytes(StandardCharsets.UTF_8));
		}

		/**
		 * Writes until the client has gone.
		 */
		@GetMapping("/endless")
		void endless(HttpServletResponse response) throws IOException {
			response.setContentType("application/octet-stream");
			writeUntilClosed(response.getOutputStream());
		}

		@GetMapping("/endless-untold")
		void endlessUntold(HttpServletResponse response) throws IOException {
			response.setContentType("application/octet-stream");
			writeAndKeepFailure(response.getOutputStream());
		}

		@GetMapping("/endless-streaming-body")
		ResponseEntity<StreamingResponseBody> endlessStreamingBody() {
			return ResponseEntity.ok().contentType(MediaType.APPLICATION_OCTET_STREAM).body(this::writeUntilClosed);
		}

		@GetMapping("/endless-sse")
		ResponseEntity<StreamingResponseBody> endlessSse() {
			return ResponseEntity.ok().contentType(MediaType.TEXT_EVENT_STREAM).body(this::writeUntilClosed);
		}

		/**
		 * Returns after the client has gone while another thread writes the answer. The
		 * error is answered with a dispatch, as Spring does.
		 */
		@GetMapping("/abort-early")
		void abortEarly(HttpServletRequest request, HttpServletResponse response) throws Exception {
			if (request.getDispatcherType() == DispatcherType.ASYNC) {
				return;
			}
			AsyncContext async = request.startAsync();
			async.addListener(new DispatchOnError());
			response.setContentType("application/octet-stream");
			OutputStream output = response.getOutputStream();
			CompletableFuture.runAsync(() -> writeAndKeepFailure(output)).get(20, TimeUnit.SECONDS);
		}

		private void writeAndKeepFailure(OutputStream output) {
			try {
				writeUntilClosed(output);
			}
			catch (IOException ex) {
				// Only the container knows.
			}
		}

		private void writeUntilClosed(OutputStream output) throws IOException {
			byte[] chunk = new byte[64 * 1024];
			for (int i = 0; i < 100_000; i++) {
				output.write(chunk);
				output.flush();
			}
		}

		/**
		 * Fails as a call to another service does whose connection was closed.
		 */
		@GetMapping("/broken-dependency")
		String brokenDependency() throws IOException {
			throw new IOException("Broken pipe");
		}

		@PostMapping("/json")
		Map<String, Object> json(@RequestBody Map<String, Object> body) {
			return body;
		}

		@PostMapping("/upload")
		String upload(@RequestParam("file") MultipartFile file) {
			return String.valueOf(file.getSize());
		}

		@GetMapping("/block")
		String block() throws InterruptedException {
			this.entered.countDown();
			return String.valueOf(this.release.await(20, TimeUnit.SECONDS));
		}

		@ExceptionHandler(OutOfStockException.class)
		ResponseEntity<String> outOfStock() {
			return ResponseEntity.internalServerError().body("sorry");
		}

		@ExceptionHandler(NoSuchThingException.class)
		@ResponseStatus(HttpStatus.NOT_FOUND)
		void noSuchThing() {
		}

	}

	static final class DispatchOnError implements AsyncListener {

		@Override
		public void onError(AsyncEvent event) {
			event.getAsyncContext().dispatch();
		}

		@Override
		public void onComplete(AsyncEvent event) {
		}

		@Override
		public void onTimeout(AsyncEvent event) {
		}

		@Override
		public void onStartAsync(AsyncEvent event) {
		}

	}

	static class ExpectedException extends RuntimeException {

	}

	static class OutOfStockException extends RuntimeException {

	}

	static class NoSuchThingException extends RuntimeException {

	}

}
