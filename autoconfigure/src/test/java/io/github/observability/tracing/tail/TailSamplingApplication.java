package io.github.observability.tracing.tail;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.github.observability.testing.UnsecuredApplication;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.Span;

import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpHttpSpanExporterBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application of which each request has three spans, or more where work goes on behind
 * it. Answers name the trace and tell whether it is sampled.
 */
@UnsecuredApplication
@Import(TailSamplingApplication.Endpoints.class)
class TailSamplingApplication {

	/** A request to {@code /slow} is slow whatever it takes, and no other is. */
	static final Map<String, String> PROPERTIES = Map.of("spring.main.banner-mode", "off",
			"observability.tracing.tail-sampling.slower-than", "1h",
			"observability.tracing.tail-sampling.routes[/slow]", "1ns",
			"management.opentelemetry.tracing.export.schedule-delay", "100ms", "logging.structured.format.console", "",
			"jdbc.datasource-proxy.enabled", "false",
			"management.prometheus.metrics.export.properties.io.prometheus.exemplars.min_retention_period_seconds",
			"1");

	@Bean
	OtlpHttpSpanExporterBuilderCustomizer withoutRetries() {
		return (builder) -> builder.setRetryPolicy(null);
	}

	@RestController
	static class Endpoints {

		private final ExecutorService executor = Executors.newCachedThreadPool();

		private final ObservationRegistry registry;

		private volatile CountDownLatch answered = new CountDownLatch(1);

		Endpoints(ObservationRegistry registry) {
			this.registry = registry;
		}

		CountDownLatch answered() {
			this.answered = new CountDownLatch(1);
			return this.answered;
		}

		@GetMapping("/fast")
		String fast() {
			return work();
		}

		@GetMapping("/slow")
		String slow() {
			return work();
		}

		@GetMapping("/fail")
		ResponseEntity<String> fail() {
			return ResponseEntity.status(HttpStatus.INTERNAL_SERVER_ERROR).body(work());
		}

		@GetMapping("/async-fail")
		String asyncFail() {
			Observation outer = this.registry.getCurrentObservation();
			CountDownLatch answered = this.answered;
			Observation child = Observation.createNotStarted("async", this.registry).parentObservation(outer).start();
			this.executor.execute(() -> {
				try {
					if (!answered.await(10, TimeUnit.SECONDS)) {
						throw new IllegalStateException("No answer");
					}
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				child.error(new IllegalStateException("After the answer"));
				child.stop();
			});
			return work();
		}

		private String work() {
			Span span = Span.current();
			Observation.createNotStarted("outer", this.registry)
				.observe(() -> Observation.createNotStarted("inner", this.registry).observe(() -> {
				}));
			return span.getSpanContext().getTraceId() + " " + span.getSpanContext().isSampled();
		}

	}

}
