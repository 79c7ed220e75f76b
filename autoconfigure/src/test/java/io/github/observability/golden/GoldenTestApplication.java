package io.github.observability.golden;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.observability.testing.UnsecuredApplication;

import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/**
 * Requests that end in every way this package counts.
 */
@UnsecuredApplication
@Import(GoldenTestApplication.Endpoints.class)
class GoldenTestApplication {

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

	static class OutOfStockException extends RuntimeException {

	}

	static class NoSuchThingException extends RuntimeException {

	}

}
