package io.github.observability.context.matrix;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.observability.testing.RunningApplication;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Batches whose messages come from several traces.
 */
final class Batches {

	static final String FIRST = "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331";

	static final String SECOND = "1af7651916cd43dd8448eb211c80319c-c7ad6b7169203331";

	/** Two of one span, one of another, one that is malformed, one that has none. */
	static final List<String> TRACEPARENTS = List.of("00-" + FIRST + "-01", "00-" + FIRST + "-01",
			"00-" + SECOND + "-01", "00-" + SECOND.toUpperCase() + "-01", "");

	private static final Logger logger = LoggerFactory.getLogger(Batches.class);

	private Batches() {
	}

	static String message() {
		return "A batch of " + TRACEPARENTS.size() + ".";
	}

	static void receive(List<?> batch, boolean fail) {
		if (fail) {
			throw new IllegalStateException("failed on purpose");
		}
		logger.info("A batch of {}.", batch.size());
	}

	/**
	 * Wait for the first span of a batch and check its links.
	 * @param application the application
	 * @return the span
	 */
	static SpanData span(RunningApplication application) {
		InMemorySpanExporter spans = application.bean(InMemorySpanExporter.class);
		SpanData span = Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> find(spans), Optional::isPresent)
			.orElseThrow();
		assertThat(span.getParentSpanId()).isEqualTo(SpanId.getInvalid());
		Set<String> links = span.getLinks().stream().map(Batches::id).collect(Collectors.toSet());
		assertThat(links).containsExactlyInAnyOrder(FIRST, SECOND);
		assertThat(span.getLinks()).hasSize(2);
		return span;
	}

	private static Optional<SpanData> find(InMemorySpanExporter spans) {
		return spans.getFinishedSpanItems()
			.stream()
			.filter((span) -> span.getKind() == SpanKind.CONSUMER && !span.getLinks().isEmpty())
			.findFirst();
	}

	private static String id(LinkData link) {
		return link.getSpanContext().getTraceId() + "-" + link.getSpanContext().getSpanId();
	}

	static boolean isError(@Nullable SpanData span) {
		return span != null && span.getStatus().getStatusCode() == StatusCode.ERROR;
	}

}
