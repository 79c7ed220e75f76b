package io.github.observability.tracing.export;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class GuardedSpanExporterTests {

	private final AtomicLong nanoTime = new AtomicLong();

	private final SpanCounter counts = new SpanCounter();

	private final ScriptedExporter scripted = new ScriptedExporter();

	private final List<Collection<SpanData>> delivered = new ArrayList<>();

	private final GuardedSpanExporter exporter = new GuardedSpanExporter(this.scripted, UnaryOperator.identity(),
			this.delivered::add, this.counts, this.nanoTime::get);

	private final List<SpanData> batch = List.of(span("a"), span("b"), span("c"));

	@Test
	void saysAnOutageOnceAndItsEndOnce(CapturedOutput output) {
		for (int i = 0; i < 100; i++) {
			this.scripted.next(CompletableResultCode
				.ofExceptionalFailure(new IllegalStateException("wrapped", new IOException("Connection refused"))));
			assertThat(this.exporter.export(this.batch).isSuccess()).isFalse();
			this.nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(3));
		}
		this.scripted.next(CompletableResultCode.ofSuccess());
		assertThat(this.exporter.export(this.batch).isSuccess()).isTrue();
		this.scripted.next(CompletableResultCode.ofSuccess());
		this.exporter.export(this.batch);
		assertThat(output.toString().lines().filter((line) -> line.contains("ScriptedExporter")).toList()).hasSize(2)
			.satisfiesExactly(
					(line) -> assertThat(line).contains("WARN")
						.contains("ScriptedExporter cannot export spans: IOException (Connection refused)"),
					(line) -> assertThat(line).contains("INFO").contains("after 300 s, in which 300 spans were lost"));
		assertThat(output).doesNotContain("\tat ");
		assertThat(this.counts.droppedSoFar(DropReason.EXPORT)).isEqualTo(300);
		assertThat(this.counts.exportedSoFar()).isEqualTo(6);
		assertThat(this.delivered).hasSize(2).allSatisfy((each) -> assertThat(each).hasSize(3));
	}

	/**
	 * OpenTelemetry's exporter groups by identity, and a filter copies what it filters.
	 */
	@Test
	void spansOfABatchShareTheirResource() {
		this.scripted.next(CompletableResultCode.ofSuccess());
		this.exporter.export(List.of(copying(span("a")), copying(span("b")), span("c")));
		List<SpanData> sent = List.copyOf(this.delivered.get(0));
		assertThat(sent).extracting(SpanData::getName).containsExactly("a", "b", "c");
		assertThat(sent).allSatisfy((span) -> {
			assertThat(span.getResource()).isSameAs(sent.get(0).getResource());
			assertThat(span.getInstrumentationScopeInfo()).isSameAs(sent.get(0).getInstrumentationScopeInfo());
		});
	}

	private static SpanData copying(SpanData span) {
		return new DelegatingSpanData(span) {

			@Override
			public Resource getResource() {
				return super.getResource().toBuilder().build();
			}

		};
	}

	/**
	 * Micrometer's copies make the attributes anew at each call.
	 */
	@Test
	void readsTheAttributesOfASpanOnce() {
		this.scripted.next(CompletableResultCode.ofSuccess());
		AtomicInteger made = new AtomicInteger();
		this.exporter.export(List.of(new DelegatingSpanData(span("a")) {

			@Override
			public Attributes getAttributes() {
				made.incrementAndGet();
				return Attributes.of(AttributeKey.stringKey("method"), "GET");
			}

			@Override
			public int getTotalAttributeCount() {
				return getAttributes().size() + 2;
			}

		}));
		SpanData sent = this.delivered.get(0).iterator().next();
		assertThat(sent.getAttributes()).isSameAs(sent.getAttributes())
			.isEqualTo(Attributes.of(AttributeKey.stringKey("method"), "GET"));
		assertThat(made).hasValue(1);
		assertThat(sent.getTotalAttributeCount()).isEqualTo(3);
		assertThat(sent.getTotalAttributeCount()).isEqualTo(3);
		assertThat(made).hasValue(2);
	}

	@Test
	void saysEachOutage(CapturedOutput output) {
		for (int i = 0; i < 2; i++) {
			this.scripted.next(CompletableResultCode.ofFailure());
			this.exporter.export(this.batch);
			this.scripted.next(CompletableResultCode.ofSuccess());
			this.exporter.export(this.batch);
		}
		assertThat(output.toString().lines().filter((line) -> line.contains("no reason is known"))).hasSize(2);
		assertThat(output.toString().lines().filter((line) -> line.contains("exports spans again"))).hasSize(2);
	}

	@Test
	void anExceptionIsAFailure() {
		assertThat(this.exporter.export(this.batch).isSuccess()).isFalse();
		assertThat(this.counts.droppedSoFar(DropReason.EXPORT)).isEqualTo(3);
	}

	@ParameterizedTest
	@ValueSource(classes = { NoClassDefFoundError.class, AssertionError.class, StackOverflowError.class })
	void anErrorIsAFailure(Class<? extends Error> type, CapturedOutput output) {
		this.scripted.error = BeanUtils.instantiateClass(type);
		assertThat(this.exporter.export(this.batch).isSuccess()).isFalse();
		assertThat(this.counts.droppedSoFar(DropReason.EXPORT)).isEqualTo(3);
		assertThat(output).contains("ScriptedExporter cannot export spans: " + type.getSimpleName());
	}

	@Test
	void countsWhatIsLostWithTheVirtualMachinesErrors(CapturedOutput output) {
		this.scripted.error = new OutOfMemoryError("heap");
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> this.exporter.export(this.batch));
		assertThat(this.counts.droppedSoFar(DropReason.EXPORT)).isEqualTo(3);
		assertThat(output).contains("ScriptedExporter cannot export spans: OutOfMemoryError (heap)");
	}

	@Test
	void exportsAgainWhenTheApplicationIsStartedAgain() {
		SpanExportLifecycle lifecycle = new SpanExportLifecycle(CompletableResultCode::ofFailure,
				List.of(this.exporter), Duration.ZERO);
		try {
			lifecycle.start();
			lifecycle.stop();
			assertThat(this.exporter.export(this.batch).isSuccess()).isFalse();
			lifecycle.start();
			this.scripted.next(CompletableResultCode.ofSuccess());
			assertThat(this.exporter.export(this.batch).isSuccess()).isTrue();
			assertThat(this.delivered).hasSize(1);
		}
		finally {
			lifecycle.close();
		}
	}

	@Test
	void givesUpWhatHangsWhenItIsAbandoned(CapturedOutput output) {
		this.scripted.next(new CompletableResultCode());
		CompletableResultCode result = this.exporter.export(this.batch);
		assertThat(result.isDone()).isFalse();
		this.exporter.abandon();
		assertThat(result.isDone()).isTrue();
		assertThat(this.exporter.export(this.batch).isSuccess()).isFalse();
		assertThat(this.counts.droppedSoFar(DropReason.EXPORT)).isEqualTo(6);
		assertThat(output).doesNotContain("cannot export spans");
	}

	@Test
	void keepsOnlyWhatIsSaidOfSpansOutOfTheLog() {
		Logger logger = Logger.getLogger("io.opentelemetry.exporter.internal.http.HttpExporter");
		List<ExporterLogFilter> noise = ExporterLogFilter.install();
		try {
			assertThat(isLogged(logger, "Failed to export spans. The request could not be executed.")).isFalse();
			assertThat(isLogged(logger, "Failed to export metrics. The request could not be executed.")).isTrue();
			logger.setLevel(Level.FINE);
			assertThat(isLogged(logger, "Failed to export spans. The request could not be executed.")).isTrue();
		}
		finally {
			logger.setLevel(null);
			noise.forEach(ExporterLogFilter::close);
		}
		assertThat(logger.getFilter()).isNull();
	}

	private static boolean isLogged(Logger logger, String message) {
		return logger.getFilter().isLoggable(new LogRecord(Level.SEVERE, message));
	}

	private static SpanData span(String name) {
		return TestSpanData.builder()
			.setName(name)
			.setKind(SpanKind.INTERNAL)
			.setStartEpochNanos(1)
			.setEndEpochNanos(2)
			.setHasEnded(true)
			.setStatus(StatusData.unset())
			.build();
	}

	private static final class ScriptedExporter implements SpanExporter {

		private final Deque<CompletableResultCode> results = new ArrayDeque<>();

		private @Nullable Error error;

		void next(CompletableResultCode result) {
			this.results.add(result);
		}

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			if (this.error != null) {
				throw this.error;
			}
			return this.results.remove();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
