package io.github.observability.context.matrix;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import org.springframework.scheduling.annotation.Async;

/**
 * Asynchronous methods on different executors.
 */
class AsyncMethods {

	@Async
	Future<Way> onBoots(Way way) {
		return CompletableFuture.completedFuture(FarEnd.log(way));
	}

	@Async("pool")
	Future<Way> onPool(Way way) {
		return CompletableFuture.completedFuture(FarEnd.log(way));
	}

	@Async("simple")
	Future<Way> onSimple(Way way) {
		return CompletableFuture.completedFuture(FarEnd.log(way));
	}

	@Async("plain")
	Future<Way> onPlain(Way way) {
		return CompletableFuture.completedFuture(FarEnd.log(way));
	}

	@Async("pool")
	void fail() {
		throw new UnsupportedOperationException("nobody catches this");
	}

}
