package io.github.observability.context.client;

import java.time.Duration;

/**
 * Methods that {@link java.net.http.HttpClient} has as of Java 21.
 */
interface HttpClientLifecycle {

	void shutdown();

	void shutdownNow();

	void close();

	boolean isTerminated();

	boolean awaitTermination(Duration duration);

}
