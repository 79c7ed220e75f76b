package io.github.observability.tracing.tail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.github.observability.tracing.export.DropReason;
import io.github.observability.tracing.export.SpanCounter;
import io.github.observability.tracing.sampling.ProbabilityThreshold;
import io.github.observability.tracing.sampling.SamplingReason;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
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
 * What is kept of real traces, with a clock for waiting that the test moves.
 */
@ExtendWith(OutputCaptureExtension.class)
class TailSamplingSpanProcessorTests {

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private final AtomicLong nanoTime = new AtomicLong(TimeUnit.DAYS.toNanos(25));

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final SpanCounter counts = new SpanCounter();

	private @Nullable TailSamplingSpanProcessor created;

	private @Nullable SdkTracerProvider provider;

	@AfterEach
	void stop() {
		if (this.provider != null) {
			this.provider.close();
		}
	}

	@Test
	void dropsWhatIsNeitherErrorNorSlow() {
		Tracer tracer = tracer(properties());
		Span root = tracer.spanBuilder("root").startSpan();
		child(tracer, root, "child").end();
		root.end();
		assertThat(exported()).isEmpty();
		assertThat(processor().buffer().size()).isZero();
	}

	@Test
	void keepsTheWholeTraceOfAnError() {
		Tracer tracer = tracer(properties());
		Span root = tracer.spanBuilder("root").startSpan();
		Span child = child(tracer, root, "child");
		Span grandchild = child(tracer, child, "grandchild");
		grandchild.setStatus(StatusCode.ERROR);
		grandchild.end();
		child.end();
		assertThat(exported()).isEmpty();
		root.end();
		assertThat(exported()).extracting(SpanData::getName).containsExactlyInAnyOrder("root", "child", "grandchild");
		assertThat(exported()).allSatisfy((span) -> {
			assertThat(span.getSpanContext().isSampled()).isFalse();
			assertThat(ProbabilityThreshold.read(span.getSpanContext().getTraceState()))
				.isEqualTo(ProbabilityThreshold.ALWAYS);
		});
		assertThat(reasons()).containsExactlyInAnyOrder("error", null, null);
		assertThat(processor().meters().sampledSoFar(TailSamplingReason.ERROR)).isOne();
	}

	@Test
	void tellsTheReasonWithTheLocalRoot() {
		Tracer tracer = tracer(properties());
		Span remote = Span.wrap(remoteParent(TraceState.getDefault()));
		Span root = tracer.spanBuilder("root")
			.setParent(Context.root().with(remote))
			.setSpanKind(SpanKind.SERVER)
			.startSpan();
		child(tracer, root, "child").end();
		root.setStatus(StatusCode.ERROR).end();
		assertThat(exported()).filteredOn((span) -> span.getName().equals("root"))
			.singleElement()
			.satisfies((span) -> assertThat(span.getAttributes().get(SamplingReason.KEY)).isEqualTo("error"));
		assertThat(exported()).hasSize(2);
	}

	@Test
	void writesTheThresholdOfWhatIsKeptWhole() {
		Tracer tracer = tracer(properties());
		TraceState state = TraceState.builder().put("other", "1").put("ot", "th:fd70a;rv:00000000000001").build();
		Context parent = Context.root().with(Span.wrap(remoteParent(state)));
		tracer.spanBuilder("error").setParent(parent).startSpan().setStatus(StatusCode.ERROR).end();
		SpanData span = exported().get(0);
		assertThat(span.getSpanContext().getTraceState().get("ot")).isEqualTo("th:0;rv:00000000000001");
		assertThat(span.getSpanContext().getTraceState().get("other")).isEqualTo("1");
	}

	@Test
	void keepsSlowRootsByTheirRoute() {
		Tracer tracer = tracer(properties(Duration.ofHours(1),
				Map.of("/slow/*", Duration.ofNanos(1), "/slow/but/patient", Duration.ofHours(1))));
		for (String route : List.of("/fast", "/slow/one", "/slow/but/patient")) {
			tracer.spanBuilder(route).setSpanKind(SpanKind.SERVER).setAttribute("uri", route).startSpan().end();
		}
		assertThat(exported()).singleElement()
			.satisfies((span) -> assertThat(span.getName()).isEqualTo("/slow/one"))
			.satisfies((span) -> assertThat(span.getAttributes().get(SamplingReason.KEY)).isEqualTo("slow"));
	}

	@Test
	void onlyTheRootIsMeasured() {
		Tracer tracer = tracer(properties(Duration.ofMinutes(1), Map.of()));
		Span root = tracer.spanBuilder("root").setStartTimestamp(1, TimeUnit.SECONDS).startSpan();
		tracer.spanBuilder("child")
			.setParent(Context.root().with(root))
			.setStartTimestamp(1, TimeUnit.SECONDS)
			.startSpan()
			.end(1000, TimeUnit.SECONDS);
		root.end(100, TimeUnit.SECONDS);
		assertThat(exported()).hasSize(2);
		this.exporter.reset();
		Span quick = tracer.spanBuilder("quick").startSpan();
		tracer.spanBuilder("child")
			.setParent(Context.root().with(quick))
			.setStartTimestamp(1, TimeUnit.SECONDS)
			.startSpan()
			.end();
		quick.end();
		assertThat(exported()).isEmpty();
	}

	@Test
	void keepsAChildThatStartedBeforeTheRootEnded() {
		Tracer tracer = tracer(properties());
		Span root = tracer.spanBuilder("root").startSpan();
		Span async = child(tracer, root, "async");
		root.end();
		assertThat(exported()).isEmpty();
		processor().sweep();
		async.setStatus(StatusCode.ERROR).end();
		assertThat(exported()).extracting(SpanData::getName).containsExactlyInAnyOrder("root", "async");
		assertThat(reasons()).containsExactlyInAnyOrder("error", null);
	}

	@Test
	void keepsAChildThatStartsAfterItsTraceWasKept() {
		Tracer tracer = tracer(properties());
		Span root = tracer.spanBuilder("root").startSpan();
		root.setStatus(StatusCode.ERROR).end();
		child(tracer, root, "late").end();
		assertThat(exported()).extracting(SpanData::getName).containsExactly("root", "late");
		pass(Duration.ofMillis(1500));
		child(tracer, root, "too late").end();
		assertThat(exported()).hasSize(2);
		assertThat(processor().buffer().size()).isZero();
		assertThat(processor().meters().sampledSoFar(TailSamplingReason.ERROR)).isOne();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1_000, 300 })
	void decidesWhenTheWaitIsOver(long wait) {
		Tracer tracer = tracer(new TailSamplingProperties(true, Duration.ofHours(1), Map.of(), false,
				Duration.ofMillis(wait), 20_000, 512, Duration.ofSeconds(30)));
		Span root = tracer.spanBuilder("root").startSpan();
		Span failed = child(tracer, root, "failed");
		Span endless = child(tracer, root, "endless");
		failed.setStatus(StatusCode.ERROR).end();
		root.end();
		pass(Duration.ofMillis(wait * 9 / 10));
		assertThat(exported()).isEmpty();
		pass(Duration.ofMillis(wait * 2 / 10));
		assertThat(exported()).extracting(SpanData::getName).containsExactlyInAnyOrder("root", "failed");
		endless.end();
		assertThat(exported()).hasSize(3);
	}

	@Test
	void keepsAnErrorAfterTheWaitWithoutTheRest() {
		Tracer tracer = tracer(properties());
		Span root = tracer.spanBuilder("root").startSpan();
		Span async = child(tracer, root, "async");
		root.end();
		pass(Duration.ofSeconds(2));
		assertThat(processor().buffer().size()).isOne();
		async.setStatus(StatusCode.ERROR).end();
		assertThat(exported()).extracting(SpanData::getName).containsExactly("async");
	}

	@Test
	void keepsServicesOfOneTraceInOneApplicationTogether() {
		Tracer tracer = tracer(properties());
		Span outer = tracer.spanBuilder("outer").startSpan();
		Span call = child(tracer, outer, "call");
		SpanContext sent = SpanContext.createFromRemoteParent(call.getSpanContext().getTraceId(),
				call.getSpanContext().getSpanId(), TraceFlags.getDefault(), TraceState.getDefault());
		Span inner = tracer.spanBuilder("inner").setParent(Context.root().with(Span.wrap(sent))).startSpan();
		inner.end();
		pass(Duration.ofSeconds(5));
		call.setStatus(StatusCode.ERROR).end();
		outer.end();
		assertThat(exported()).extracting(SpanData::getName).containsExactlyInAnyOrder("outer", "call", "inner");
	}

	@Test
	void exportsOnlyTheRootOfATraceWithTooManySpans(CapturedOutput output) {
		Tracer tracer = tracer(new TailSamplingProperties(true, Duration.ofHours(1), Map.of(), false,
				Duration.ofSeconds(1), 100, 5, Duration.ofSeconds(30)));
		for (int i = 0; i < 2; i++) {
			Span root = tracer.spanBuilder("root").startSpan();
			IntStream.range(0, 9).forEach((each) -> child(tracer, root, "child").end());
			root.setStatus(StatusCode.ERROR).end();
		}
		assertThat(exported()).extracting(SpanData::getName).containsExactly("root", "root");
		assertThat(reasons()).containsExactly("error", "error");
		assertThat(this.counts.droppedSoFar(DropReason.TRACE)).isEqualTo(18);
		assertThat(processor().buffer().size()).isZero();
		assertThat(output.toString().lines().filter((line) -> line.contains("max-spans-per-trace"))).hasSize(1);
	}

	@Test
	void makesRoomByDroppingTheOldestTraces(CapturedOutput output) {
		Tracer tracer = tracer(new TailSamplingProperties(true, Duration.ofHours(1), Map.of(), false,
				Duration.ofSeconds(1), 10, 5, Duration.ofSeconds(30)));
		List<Span> open = IntStream.range(0, 10).mapToObj((each) -> {
			this.nanoTime.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
			return tracer.spanBuilder("open").startSpan();
		}).toList();
		tracer.spanBuilder("admitted").startSpan().setStatus(StatusCode.ERROR).end();
		tracer.spanBuilder("admitted").startSpan().setStatus(StatusCode.ERROR).end();
		assertThat(exported()).extracting(SpanData::getName).containsExactly("admitted", "admitted");
		assertThat(processor().buffer().size()).isEqualTo(9);
		assertThat(this.counts.droppedSoFar(DropReason.FULL)).isZero();
		assertThat(this.counts.leftOpenSoFar()).isOne();
		open.get(0).end();
		assertThat(this.counts.droppedSoFar(DropReason.FULL)).isOne();
		open.subList(1, 10).forEach(Span::end);
		assertThat(this.counts.droppedSoFar(DropReason.FULL)).isOne();
		assertThat(processor().buffer().size()).isZero();
		assertThat(processor().buffer().decided()).isEqualTo(2);
		pass(Duration.ofSeconds(2));
		assertThat(processor().buffer().decided()).isZero();
		assertThat(output.toString().lines().filter((line) -> line.contains("tail-sampling.max-spans'"))).hasSize(1);
	}

	@Test
	void sampledSpansPassWhenFull() {
		SdkTracerProvider sampling = provider(new TailSamplingProperties(true, Duration.ofHours(1), Map.of(), false,
				Duration.ofSeconds(1), 1, 5, Duration.ofSeconds(30)), Sampler.alwaysOn());
		Tracer tracer = sampling.get("test");
		Span root = tracer.spanBuilder("root").startSpan();
		tracer.spanBuilder("other").startSpan().end();
		child(tracer, root, "child").end();
		root.end();
		assertThat(exported()).extracting(SpanData::getName).containsExactly("other", "child", "root");
		assertThat(exported()).allMatch((span) -> span.getSpanContext().isSampled());
		assertThat(reasons()).containsOnlyNulls();
		assertThat(processor().buffer().size()).isZero();
	}

	@Test
	void aSampledErrorStandsForItselfToo() {
		SdkTracerProvider sampling = provider(properties(), Sampler.alwaysOn());
		Tracer tracer = sampling.get("test");
		TraceState state = TraceState.builder().put("ot", "th:fd70a").build();
		Context parent = Context.root().with(Span.wrap(remoteParent(state)));
		tracer.spanBuilder("error").setParent(parent).startSpan().setStatus(StatusCode.ERROR).end();
		tracer.spanBuilder("fine").setParent(parent).startSpan().end();
		assertThat(exported()).extracting((span) -> span.getSpanContext().getTraceState().get("ot"))
			.containsExactly("th:0", "th:fd70a");
	}

	@Test
	void neverHoldsMoreThanItsBoundUnderTenTimesItsLoad() {
		int bound = 1000;
		Tracer tracer = tracer(new TailSamplingProperties(true, Duration.ofHours(1), Map.of(), false,
				Duration.ofSeconds(1), bound, 512, Duration.ofSeconds(30)));
		List<Span> open = new ArrayList<>();
		for (int trace = 0; trace < 2 * bound; trace++) {
			Span root = tracer.spanBuilder("root").startSpan();
			open.add(root);
			for (int child = 0; child < 4; child++) {
				child(tracer, root, "child").end();
			}
			assertThat(processor().buffer().size()).isLessThanOrEqualTo(bound);
		}
		open.forEach(Span::end);
		assertThat(processor().buffer().size()).isZero();
		assertThat(this.counts.droppedSoFar(DropReason.FULL)).isEqualTo(10 * bound - bound);
	}

	@Test
	void keepsWhatGoesOnForLongerThanTheAgeAsSlow() {
		Tracer tracer = tracer(properties(Duration.ofSeconds(1), Map.of()));
		Span root = tracer.spanBuilder("stream").startSpan();
		child(tracer, root, "first").end();
		pass(Duration.ofSeconds(31));
		assertThat(exported()).extracting(SpanData::getName).containsExactly("first");
		assertThat(processor().buffer().size()).isZero();
		assertThat(processor().buffer().decided()).isOne();
		root.end();
		assertThat(exported()).extracting(SpanData::getName).containsExactly("first", "stream");
		assertThat(reasons()).containsExactly(null, "slow");
		assertThat(processor().meters().sampledSoFar(TailSamplingReason.SLOW)).isOne();
		pass(Duration.ofSeconds(2));
		assertThat(processor().buffer().size()).isZero();
		assertThat(processor().buffer().decided()).isZero();
	}

	@ParameterizedTest
	@ValueSource(longs = { 30, 5 })
	void dropsTracesThatAreTooOldButExportsTheirErrors(long maxAge) {
		Tracer tracer = tracer(new TailSamplingProperties(true, Duration.ofHours(1), Map.of(), false,
				Duration.ofSeconds(1), 20_000, 512, Duration.ofSeconds(maxAge)));
		Span root = tracer.spanBuilder("long").startSpan();
		child(tracer, root, "first").end();
		pass(Duration.ofSeconds(maxAge - 1));
		assertThat(this.counts.droppedSoFar(DropReason.AGE)).isZero();
		assertThat(processor().buffer().size()).isPositive();
		pass(Duration.ofSeconds(2));
		assertThat(this.counts.droppedSoFar(DropReason.AGE)).isOne();
		assertThat(processor().buffer().size()).isZero();
		child(tracer, root, "second").end();
		assertThat(this.counts.droppedSoFar(DropReason.AGE)).isEqualTo(2);
		root.setStatus(StatusCode.ERROR).end();
		assertThat(exported()).extracting(SpanData::getName).containsExactly("long");
		assertThat(this.counts.droppedSoFar(DropReason.AGE)).isEqualTo(2);
		assertThat(processor().meters().sampledSoFar(TailSamplingReason.ERROR)).isOne();
	}

	@Test
	void forgetsSpansThatNeverEnd(CapturedOutput output) {
		Tracer tracer = tracer(properties());
		tracer.spanBuilder("leaked").startSpan();
		tracer.spanBuilder("leaked").startSpan();
		pass(Duration.ofSeconds(31));
		assertThat(processor().buffer().size()).isZero();
		assertThat(processor().buffer().decided()).isEqualTo(2);
		assertThat(this.counts.leftOpenSoFar()).isZero();
		pass(Duration.ofMinutes(61));
		assertThat(processor().buffer().decided()).isZero();
		assertThat(this.counts.leftOpenSoFar()).isEqualTo(2);
		assertThat(output.toString().lines().filter((line) -> line.contains("'leaked'"))).hasSize(1);
		for (DropReason reason : DropReason.values()) {
			assertThat(this.counts.droppedSoFar(reason)).isZero();
		}
	}

	@Test
	void aTraceIsExportedWholeOrNotAtAllWhenTheQueueIsFull() {
		SpanProcessor taking = SpanProcessor.composite();
		ExportQueue queue = new ExportQueue(List.of(taking), 2, this.counts::dropped);
		TailSamplingSpanProcessor processor = processor(properties(), queue);
		Tracer tracer = provider(Sampler.alwaysOff(), processor).get("test");
		Span root = tracer.spanBuilder("root").startSpan();
		child(tracer, root, "child").end();
		child(tracer, root, "child").end();
		root.setStatus(StatusCode.ERROR).end();
		assertThat(this.counts.droppedSoFar(DropReason.QUEUE)).isEqualTo(3);
		assertThat(processor().meters().sampledSoFar(TailSamplingReason.ERROR)).isZero();
	}

	@Test
	void exportsAgainAfterAProcessorHasDroppedAQueueOfSpans() {
		List<ReadableSpan> received = new ArrayList<>();
		AtomicLong time = new AtomicLong();
		ExportQueue queue = new ExportQueue(List.of(new CollectingProcessor(received)), 2, this.counts::dropped, null,
				time::get);
		TailSamplingSpanProcessor processor = processor(properties(), queue);
		Tracer tracer = provider(Sampler.alwaysOff(), processor).get("test");
		for (int i = 0; i < 4; i++) {
			tracer.spanBuilder("root").startSpan().setStatus(StatusCode.ERROR).end();
		}
		assertThat(received).hasSize(2);
		time.addAndGet(TimeUnit.SECONDS.toNanos(61));
		for (int i = 0; i < 2; i++) {
			tracer.spanBuilder("root").startSpan().setStatus(StatusCode.ERROR).end();
		}
		assertThat(received).hasSize(3);
		received.forEach(ReadableSpan::toSpanData);
		assertThat(processor.utilization()).isZero();
	}

	@Test
	void waitsForAProcessorThatTakesSpansSlowly() {
		List<ReadableSpan> received = new ArrayList<>();
		AtomicLong time = new AtomicLong();
		ExportQueue queue = new ExportQueue(List.of(new CollectingProcessor(received)), 2, this.counts::dropped, null,
				time::get);
		TailSamplingSpanProcessor processor = processor(properties(), queue);
		Tracer tracer = provider(Sampler.alwaysOff(), processor).get("test");
		for (int i = 0; i < 10; i++) {
			time.addAndGet(TimeUnit.SECONDS.toNanos(40));
			tracer.spanBuilder("root").startSpan().setStatus(StatusCode.ERROR).end();
			tracer.spanBuilder("root").startSpan().setStatus(StatusCode.ERROR).end();
			assertThat(received).hasSize(2 + i);
			received.get(i).toSpanData();
		}
	}

	@Test
	void tellsHowFullTheQueueIs() {
		ExportQueue queue = new ExportQueue(List.of(SpanProcessor.composite()), 4, this.counts::dropped);
		TailSamplingSpanProcessor processor = processor(properties(), queue);
		Tracer tracer = provider(Sampler.alwaysOff(), processor).get("test");
		assertThat(processor.utilization()).isZero();
		for (double share : new double[] { 0.5, 1, 1 }) {
			Span root = tracer.spanBuilder("root").startSpan();
			child(tracer, root, "child").end();
			root.setStatus(StatusCode.ERROR).end();
			assertThat(processor.utilization()).isEqualTo(share);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aFaultInWhatExportsFailsNobody(boolean error, CapturedOutput output) {
		SpanProcessor faulty = new SpanProcessor() {

			@Override
			public void onStart(Context parentContext, ReadWriteSpan span) {
			}

			@Override
			public boolean isStartRequired() {
				return false;
			}

			@Override
			public void onEnd(ReadableSpan span) {
				if (error) {
					throw new NoClassDefFoundError("Faulty");
				}
				throw new IllegalStateException("Faulty");
			}

			@Override
			public boolean isEndRequired() {
				return true;
			}

		};
		TailSamplingSpanProcessor processor = processor(properties(),
				new ExportQueue(List.of(faulty), 10, this.counts::dropped));
		Tracer tracer = provider(Sampler.alwaysOff(), processor).get("test");
		tracer.spanBuilder("root").startSpan().setStatus(StatusCode.ERROR).end();
		tracer.spanBuilder("root").startSpan().setStatus(StatusCode.ERROR).end();
		assertThat(this.counts.droppedSoFar(DropReason.FAULT)).isEqualTo(2);
		assertThat(output.toString().lines().filter((line) -> line.contains("could not be processed"))).hasSize(1);
	}

	@Test
	void marksTracesForExemplars() {
		Tracer tracer = tracer(properties());
		Span root = tracer.spanBuilder("root").startSpan();
		Span child = child(tracer, root, "child");
		assertThat(processor().buffer().isSamplable(child.getSpanContext())).isTrue();
		processor().buffer().markExemplar(child.getSpanContext());
		assertThat(processor().buffer().isSampled(child.getSpanContext())).isTrue();
		child.end();
		root.end();
		assertThat(reasons()).containsExactlyInAnyOrder("exemplar", null);
		assertThat(exported()).allMatch((span) -> ProbabilityThreshold
			.read(span.getSpanContext().getTraceState()) == ProbabilityThreshold.UNKNOWN);
	}

	@Test
	void keepsErrorsThatAreHeldWhenItStops() {
		Tracer tracer = tracer(properties());
		Span root = tracer.spanBuilder("root").startSpan();
		child(tracer, root, "failed").setStatus(StatusCode.ERROR).end();
		processor().shutdown().join(5, TimeUnit.SECONDS);
		assertThat(processor().meters().sampledSoFar(TailSamplingReason.ERROR)).isOne();
		assertThat(processor().isRecording()).isFalse();
		assertThat(processor().buffer().size()).isZero();
	}

	private void pass(Duration duration) {
		this.nanoTime.addAndGet(duration.toNanos());
		processor().sweep();
	}

	private List<SpanData> exported() {
		return this.exporter.getFinishedSpanItems();
	}

	private List<@Nullable String> reasons() {
		List<@Nullable String> reasons = new ArrayList<>();
		exported().forEach((span) -> reasons.add(span.getAttributes().get(SamplingReason.KEY)));
		return reasons;
	}

	private static Span child(Tracer tracer, Span parent, String name) {
		return tracer.spanBuilder(name).setParent(Context.root().with(parent)).startSpan();
	}

	private static SpanContext remoteParent(TraceState state) {
		return SpanContext.createFromRemoteParent(TRACE_ID, "b7ad6b7169203331", TraceFlags.getDefault(), state);
	}

	private static TailSamplingProperties properties() {
		return properties(Duration.ofHours(1), Map.of());
	}

	private static TailSamplingProperties properties(Duration slowerThan, Map<String, Duration> routes) {
		return new TailSamplingProperties(true, slowerThan, routes, false, Duration.ofSeconds(1), 20_000, 512,
				Duration.ofSeconds(30));
	}

	private Tracer tracer(TailSamplingProperties properties) {
		return provider(properties, Sampler.alwaysOff()).get("test");
	}

	private SdkTracerProvider provider(TailSamplingProperties properties, Sampler sampler) {
		DropReporter drops = new DropReporter(this.counts, properties, 100_000);
		TailSamplingSpanProcessor processor = processor(properties,
				new ExportQueue(List.of(SimpleSpanProcessor.create(this.exporter)), 100_000, drops));
		return provider(sampler, processor);
	}

	private SdkTracerProvider provider(Sampler sampler, TailSamplingSpanProcessor processor) {
		SdkTracerProvider provider = SdkTracerProvider.builder()
			.setSampler(new RecordOnlySampler(sampler, processor::isRecording))
			.addSpanProcessor(processor)
			.build();
		this.provider = provider;
		return provider;
	}

	private TailSamplingSpanProcessor processor(TailSamplingProperties properties, ExportQueue queue) {
		SlowRoutes slowRoutes = new SlowRoutes(properties.slowerThan(), properties.routes(), false);
		DropReporter drops = new DropReporter(this.counts, properties, 100_000);
		SpanBuffer buffer = new SpanBuffer(properties, properties.maxAge().compareTo(slowRoutes.longest()) >= 0,
				this.nanoTime::get, drops);
		TailSamplingSpanProcessor processor = new TailSamplingSpanProcessor(buffer, queue, slowRoutes, this.counts);
		// The test sweeps: a sweep at the same time would export after it looked.
		processor.start(Duration.ofDays(1));
		this.created = processor;
		return processor;
	}

	private TailSamplingSpanProcessor processor() {
		if (this.created == null) {
			throw new IllegalStateException("There is none yet");
		}
		return this.created;
	}

	/**
	 * Takes spans and does nothing with them.
	 */
	private record CollectingProcessor(List<ReadableSpan> received) implements SpanProcessor {

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			this.received.add(span);
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

}
