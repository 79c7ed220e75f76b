package io.github.observability.tracing.tail;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.observability.HttpNames;
import io.github.observability.SemanticConvention;
import io.github.observability.testing.OutputLines;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class SlowRoutesTests {

	private final SdkTracerProvider provider = SdkTracerProvider.builder()
		.addSpanProcessor(SimpleSpanProcessor.create(InMemorySpanExporter.create()))
		.build();

	@Test
	void asksRulesBeforeThePropertiesInTheirOrder() {
		SlowRoutes routes = routes((name) -> name.equals("charge") ? Duration.ofSeconds(2) : null,
				(name) -> Duration.ofSeconds(3));
		assertThat(isSlow(routes, "charge", 1_999)).isFalse();
		assertThat(isSlow(routes, "charge", 2_000)).isTrue();
		assertThat(isSlow(routes, "other", 2_999)).isFalse();
		assertThat(isSlow(routes, "other", 3_000)).isTrue();
	}

	@Test
	void leavesTheDecisionToThePropertiesWhereNoRuleAnswers() {
		SlowRoutes routes = routes((name) -> null);
		assertThat(isSlow(routes, "charge", 99)).isFalse();
		assertThat(isSlow(routes, "charge", 100)).isTrue();
		assertThat(isSlow(routes, "other", 999)).isFalse();
		assertThat(isSlow(routes, "other", 1_000)).isTrue();
	}

	@Test
	void limitsARuleToTheMaximumAge() {
		assertThat(isSlow(routes((name) -> Duration.ofHours(1)), "charge", 60_000)).isTrue();
		assertThat(routes((name) -> Duration.ofHours(1)).longest()).isEqualTo(Duration.ofSeconds(1));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void survivesARuleThatThrows(boolean error, CapturedOutput output) {
		SlowRoutes routes = routes((name) -> {
			if (error) {
				throw new NoClassDefFoundError("broken");
			}
			throw new IllegalStateException("broken");
		});
		assertThat(isSlow(routes, "charge", 100)).isTrue();
		assertThat(isSlow(routes, "other", 999)).isFalse();
		assertThat(OutputLines.with(output, "and is ignored there")).hasSize(1);
	}

	@Test
	void asksARuleOncePerName() {
		int[] calls = { 0 };
		SlowRoutes routes = routes((name) -> {
			calls[0]++;
			return Duration.ofSeconds(1);
		});
		for (int i = 0; i < 10; i++) {
			isSlow(routes, "charge", i);
		}
		assertThat(calls[0]).isOne();
	}

	@ParameterizedTest
	@EnumSource(SemanticConvention.class)
	void knowsTheRouteOfARequestByEitherName(SemanticConvention convention) {
		Span span = this.provider.get("test")
			.spanBuilder("GET")
			.setSpanKind(SpanKind.SERVER)
			.setAttribute(HttpNames.server(convention).route(), "charge")
			.setStartTimestamp(1_000, TimeUnit.MILLISECONDS)
			.startSpan();
		span.end(1_100, TimeUnit.MILLISECONDS);
		assertThat(routes().isSlow((ReadableSpan) span)).isTrue();
	}

	private SlowRoutes routes(SlowTraceRule... rules) {
		return new SlowRoutes(Duration.ofSeconds(1), Map.of("charge", Duration.ofMillis(100)), false, List.of(rules),
				Duration.ofMinutes(1));
	}

	private boolean isSlow(SlowRoutes routes, String name, long millis) {
		Span span = this.provider.get("test")
			.spanBuilder(name)
			.setStartTimestamp(1_000, TimeUnit.MILLISECONDS)
			.startSpan();
		span.end(1_000 + millis, TimeUnit.MILLISECONDS);
		return routes.isSlow((ReadableSpan) span);
	}

}
