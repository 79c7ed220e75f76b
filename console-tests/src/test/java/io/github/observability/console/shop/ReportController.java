package io.github.observability.console.shop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ReportController {

	private static final Logger logger = LoggerFactory.getLogger(ReportController.class);

	private final ProductRepository products;

	private final AsyncTaskExecutor executor;

	ReportController(ProductRepository products, AsyncTaskExecutor executor) {
		this.products = products;
		this.executor = executor;
	}

	/** The second fault: a thread of its own, which nobody gave the trace. */
	@GetMapping("/report")
	String report() throws InterruptedException {
		CountDownLatch done = new CountDownLatch(1);
		new Thread(() -> {
			this.products.findCategories();
			done.countDown();
		}).start();
		return done.await(30, TimeUnit.SECONDS) ? "done" : "late";
	}

	@GetMapping("/report/daily")
	CompletableFuture<Long> daily() {
		return this.executor.submitCompletable(() -> this.products.count());
	}

	@GetMapping("/broken")
	String broken() {
		logger.warn("A message with markup: {}", Markup.IMAGE);
		throw new IllegalStateException("Broken, " + Markup.IMAGE);
	}

}
