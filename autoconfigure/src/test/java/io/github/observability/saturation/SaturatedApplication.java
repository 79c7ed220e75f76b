package io.github.observability.saturation;

import java.sql.Connection;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import io.github.observability.testing.Library;
import io.github.observability.testing.UnsecuredApplication;
import io.github.observability.testing.Uses;

import org.springframework.context.annotation.Import;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Has requests, connections and tasks that wait until they are released.
 */
@Uses(Library.JDBC)
@UnsecuredApplication
@Import(SaturatedApplication.Endpoints.class)
class SaturatedApplication {

	@RestController
	static class Endpoints {

		private final DataSource dataSource;

		private final AsyncTaskExecutor executor;

		final CountDownLatch release = new CountDownLatch(1);

		Endpoints(DataSource dataSource, AsyncTaskExecutor executor) {
			this.dataSource = dataSource;
			this.executor = executor;
		}

		@GetMapping("/block")
		String block() throws InterruptedException {
			return String.valueOf(this.release.await(60, TimeUnit.SECONDS));
		}

		/**
		 * Hold a connection, or wait for one.
		 */
		void hold() {
			withConnection(this::block);
		}

		void touch() {
			withConnection(() -> "touched");
		}

		private void withConnection(Callable<String> action) {
			try (Connection connection = this.dataSource.getConnection()) {
				connection.isReadOnly();
				action.call();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

		void submit() {
			this.executor.execute(() -> {
				try {
					block();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			});
		}

	}

}
