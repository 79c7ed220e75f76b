package io.github.observability.logging.masking;

import java.util.List;
import java.util.Set;

import io.micrometer.tracing.exporter.FinishedSpan;
import io.micrometer.tracing.otel.bridge.OtelFinishedSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpanMasking}.
 */
class SpanMaskingTests {

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final SdkTracerProvider provider = SdkTracerProvider.builder()
		.addSpanProcessor(SimpleSpanProcessor.create(this.exporter))
		.build();

	private final Span span = this.provider.get("test").spanBuilder("get /?token=abc123").startSpan();

	@Test
	void masksWhatASpanTells() {
		this.span.setAttribute("http.url", "http://localhost/?token=abc123&page=1");
		this.span.setAttribute("http.request.header.authorization", "abc123");
		this.span.setAttribute(AttributeKey.stringArrayKey("cookie"), List.of("abc123"));
		this.span.setAttribute(AttributeKey.stringArrayKey("notes"), List.of("password=abc123", "fine"));
		this.span.recordException(
				new IllegalStateException("token=abc123", new IllegalArgumentException("Bearer abc12345")));
		this.span.setStatus(StatusCode.ERROR, "token=abc123");
		SpanData masked = masked();
		assertThat(masked.getName() + masked.getAttributes() + masked.getEvents() + masked.getStatus())
			.doesNotContain("abc123");
		assertThat(masked.getName()).isEqualTo("get /?token=***");
		assertThat(masked.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(masked.getStatus().getDescription()).isEqualTo("token=***");
		assertThat(masked.getAttributes().get(AttributeKey.stringKey("http.url")))
			.isEqualTo("http://localhost/?token=***&page=1");
		assertThat(masked.getAttributes().get(AttributeKey.stringArrayKey("notes"))).containsExactly("password=***",
				"fine");
		assertThat(masked.getEvents()).singleElement()
			.satisfies((event) -> assertThat(event.getAttributes().get(AttributeKey.stringKey("exception.message")))
				.isEqualTo("token=***"));
	}

	@Test
	void keepsTheRest() {
		this.span.setAttribute("count", 7);
		this.span.setAttribute("done", true);
		this.span.setAttribute("spring.security.authorization.decision", "true");
		this.span.addEvent("paid");
		SpanData masked = masked();
		SpanData original = this.exporter.getFinishedSpanItems().get(0);
		assertThat(masked.getAttributes().asMap()).isEqualTo(original.getAttributes().asMap());
		assertThat(masked.getEvents()).isEqualTo(original.getEvents());
		assertThat(masked.getStatus()).isEqualTo(original.getStatus());
		assertThat(masked.getSpanContext()).isEqualTo(original.getSpanContext());
	}

	@Test
	void copiesNothingWithoutSecrets() {
		this.span.updateName("get /rides");
		this.span.setAttribute("http.url", "http://localhost/");
		this.span.setAttribute(AttributeKey.stringArrayKey("notes"), List.of("fine"));
		this.span.addEvent("paid");
		this.span.end();
		FinishedSpan finished = OtelFinishedSpan.fromOtel(this.exporter.getFinishedSpanItems().get(0));
		assertThat(masking().map(finished)).isSameAs(finished);
	}

	private SpanData masked() {
		this.span.end();
		return OtelFinishedSpan
			.toOtel(masking().map(OtelFinishedSpan.fromOtel(this.exporter.getFinishedSpanItems().get(0))));
	}

	private static SpanMasking masking() {
		return new SpanMasking(new Masking(new MaskingProperties(true, false, true, Set.of(), Set.of()), 100, List.of(),
				new RegisteredMaskers(), new MaskingCounts()));
	}

}
