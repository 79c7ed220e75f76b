package io.github.observability.tracing.tail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.observability.testing.ForwardingSpanExporter;
import io.github.observability.testing.Volume;
import io.github.observability.tracing.export.DropReason;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is forgotten, the next error is exported.
 */
@ExtendWith(OutputCaptureExtension.class)
class TailSamplingStarvationTests {

	private static final int MAX_SPANS = 20_000;

	private @Nullable TailSamplingFixture fixture;

	@AfterEach
	void close() {
		if (this.fixture != null) {
			this.fixture.close();
		}
	}

	@Test
	void exportsErrorsAfterSpansThatNeverEnd(CapturedOutput output) {
		TailSamplingFixture tail = tail(MAX_SPANS);
		for (int i = 0; i < 100_000; i++) {
			tail.work("forgotten");
		}
		assertThat(tail.buffer().size()).isEqualTo(MAX_SPANS);
		for (int i = 0; i < 20; i++) {
			Span request = tail.request();
			tail.child(request, "query").end();
			request.setStatus(StatusCode.ERROR).end();
		}
		assertThat(tail.exported()).hasSize(40);
		assertThat(tail.sampled(TailSamplingReason.ERROR)).isEqualTo(20);
		assertThat(tail.dropped()).isZero();
		assertThat(tail.counts().leftOpenSoFar()).isEqualTo(80_000 + 2);
		assertThat(output.toString().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.contains("'forgotten'")
			.contains("observability.tracing.left.open");
	}

	@Test
	void exportsTheNextErrorAfterSpansOfSixteenThreadsThatNeverEnd(CapturedOutput output) throws InterruptedException {
		TailSamplingFixture tail = tail(MAX_SPANS);
		int perThread = Volume.of(20_000, 62_500);
		AtomicInteger most = new AtomicInteger();
		runOn(16, () -> {
			for (int i = 0; i < perThread; i++) {
				tail.work("forgotten");
				if (i % 1000 == 0) {
					most.accumulateAndGet(Math.max(tail.buffer().size(), tail.buffer().decided()), Math::max);
				}
			}
		});
		// Each thread reserves room before it makes some.
		assertThat(most.get()).isLessThanOrEqualTo(MAX_SPANS + 16);
		assertThat(tail.buffer().size()).isEqualTo(MAX_SPANS);
		assertThat(tail.buffer().decided()).isLessThanOrEqualTo(MAX_SPANS);
		tail.request().setStatus(StatusCode.ERROR).end();
		assertThat(tail.exported()).hasSize(1);
		assertThat(tail.counts().leftOpenSoFar()).isEqualTo(16 * perThread - MAX_SPANS + 1);
		assertThat(output.toString().lines().filter((line) -> line.contains("WARN"))).hasSize(1);
		tail.pass(Duration.ofSeconds(31));
		assertThat(tail.buffer().size()).isZero();
		assertThat(tail.dropped()).isZero();
	}

	@Test
	void exportsErrorsAfterRequestsThatForgetACall() {
		TailSamplingFixture tail = tail(MAX_SPANS);
		for (int i = 0; i < 50_000; i++) {
			Span request = tail.request();
			tail.child(request, "forgotten call");
			request.end();
			if (i % 1000 == 0) {
				tail.pass(Duration.ofMillis(200));
			}
			assertThat(tail.buffer().size()).isLessThanOrEqualTo(MAX_SPANS);
		}
		for (int i = 0; i < 20; i++) {
			Span request = tail.request();
			tail.child(request, "forgotten call");
			tail.child(request, "query").end();
			request.setStatus(StatusCode.ERROR).end();
		}
		assertThat(tail.exported()).isEmpty();
		tail.pass(Duration.ofMillis(1100));
		assertThat(tail.exported()).hasSize(40).extracting(SpanData::getName).doesNotContain("forgotten call");
		assertThat(tail.sampled(TailSamplingReason.ERROR)).isEqualTo(20);
	}

	@Test
	void doesNotTradeARequestForSpansThatNeverEnd() {
		TailSamplingFixture tail = tail(1000);
		Span request = tail.request();
		tail.child(request, "query").end();
		for (int i = 0; i < 10_000; i++) {
			tail.work("forgotten");
		}
		request.setStatus(StatusCode.ERROR).end();
		assertThat(tail.exported()).extracting(SpanData::getName).containsExactlyInAnyOrder("request", "query");
		assertThat(tail.dropped()).isZero();
	}

	@Test
	void exportsTheErrorsOfTracesThatHadToMakeRoom() {
		this.fixture = new TailSamplingFixture(100, 1000, Sampler.alwaysOff(), List.of());
		TailSamplingFixture tail = this.fixture;
		List<Span> requests = IntStream.range(0, 200).mapToObj((i) -> {
			Span request = tail.request();
			tail.child(request, "query").setStatus((i == 0) ? StatusCode.ERROR : StatusCode.UNSET).end();
			tail.pass(Duration.ofMillis(1));
			return request;
		}).toList();
		assertThat(tail.exported()).extracting(SpanData::getName).containsExactly("query");
		assertThat(tail.counts().droppedSoFar(DropReason.FULL)).isEqualTo(150 - 1);
		requests.forEach((request) -> request.setStatus(StatusCode.ERROR).end());
		assertThat(tail.exported()).hasSize(1 + 200 + 50);
		assertThat(tail.sampled(TailSamplingReason.ERROR)).isEqualTo(200);
		assertThat(tail.counts().droppedSoFar(DropReason.FULL)).isEqualTo(150 - 1);
	}

	@Test
	void countsNoSampledTraceAsDroppedForItsAge(CapturedOutput output) {
		this.fixture = new TailSamplingFixture(1000, Sampler.alwaysOn());
		TailSamplingFixture tail = this.fixture;
		Span request = tail.request();
		Span late = tail.child(request, "late");
		request.end();
		tail.pass(Duration.ofMillis(1500));
		tail.pass(Duration.ofSeconds(31));
		late.end();
		assertThat(tail.exported()).hasSize(2);
		assertThat(tail.dropped()).isZero();
		assertThat(tail.buffer().size() + tail.buffer().decided()).isZero();
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void holdsNoMoreThanItsBoundAfterTheDecisionWait() {
		TailSamplingFixture tail = tail(100);
		Span request = tail.request();
		List<Span> open = IntStream.range(0, 90).mapToObj((i) -> tail.child(request, "async")).toList();
		request.end();
		tail.pass(Duration.ofMillis(1100));
		assertThat(tail.buffer().size()).isEqualTo(90);
		open.subList(0, 80).forEach(Span::end);
		assertThat(tail.buffer().size()).isEqualTo(90);
		for (int i = 0; i < 100; i++) {
			tail.request();
			assertThat(tail.buffer().size()).isLessThanOrEqualTo(100);
		}
		assertThat(tail.counts().droppedSoFar(DropReason.FULL)).isEqualTo(80);
		open.get(80).setStatus(StatusCode.ERROR).end();
		assertThat(tail.exported()).hasSize(1);
	}

	@Test
	void countsWhatASmallerQueueOfTheApplicationHasNoRoomFor() throws InterruptedException {
		CountDownLatch release = new CountDownLatch(1);
		AtomicInteger exported = new AtomicInteger();
		BatchSpanProcessor small = BatchSpanProcessor.builder(new ForwardingSpanExporter((span) -> {
			awaitQuietly(release);
			exported.incrementAndGet();
		})).setMaxQueueSize(8).setMaxExportBatchSize(4).build();
		this.fixture = new TailSamplingFixture(1000, 1000, Sampler.alwaysOff(), List.of(small));
		TailSamplingFixture tail = this.fixture;
		for (int i = 0; i < 100; i++) {
			tail.work("error").setStatus(StatusCode.ERROR).end();
		}
		assertThat(tail.counts().droppedSoFar(DropReason.QUEUE)).isGreaterThanOrEqualTo(100 - 8 - 4);
		release.countDown();
		small.forceFlush().join(10, TimeUnit.SECONDS);
		assertThat(exported.get() + tail.counts().droppedSoFar(DropReason.QUEUE)).isEqualTo(100);
		assertThat(tail.sampled(TailSamplingReason.ERROR)).isEqualTo(exported.get());
	}

	@ParameterizedTest
	@ValueSource(ints = { 4, 8, 100, 5000 })
	void knowsTheSizeOfTheQueueOfABatchProcessor(int size) {
		try (BatchSpanProcessor processor = BatchSpanProcessor.builder(SpanExporter.composite())
			.setMaxExportBatchSize(1)
			.setMaxQueueSize(size)
			.build()) {
			assertThat(BatchQueueSize.of(processor, 2048)).isEqualTo(size);
		}
		assertThat(BatchQueueSize.of(SimpleSpanProcessor.create(SpanExporter.composite()), 2048)).isEqualTo(2048);
	}

	private TailSamplingFixture tail(int maxSpans) {
		this.fixture = new TailSamplingFixture(maxSpans, Sampler.alwaysOff());
		return this.fixture;
	}

	private static void runOn(int threads, Runnable task) throws InterruptedException {
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<Runnable> tasks = Stream.generate(() -> task).limit(threads).toList();
			executor.invokeAll(new ArrayList<>(tasks.stream().map(Executors::callable).toList()))
				.forEach((future) -> assertThat(future).isDone());
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
