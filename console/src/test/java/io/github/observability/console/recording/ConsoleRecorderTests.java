package io.github.observability.console.recording;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.github.observability.RecordedNames;
import io.github.observability.SemanticConvention;
import io.github.observability.saturation.forecast.Exhaustion;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import net.logstash.logback.argument.StructuredArguments;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link ConsoleRecorder} and what it feeds.
 */
class ConsoleRecorderTests {

	private final SpanRecorder spans = new SpanRecorder();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final LineRecorder lines = new LineRecorder((text) -> text.replace("s3cret", "******"),
			(key) -> key.equals("password"), new LineStore(100, 1_000_000));

	private final TraceStore traces = new TraceStore(100, 1_000_000);

	private final SignalRecorder signals = new SignalRecorder(this.registry,
			RecordedNames.of(SemanticConvention.MICROMETER));

	private final Moments moments = new Moments();

	private final EventHub events = new EventHub();

	private final LoggerContext logback = new LoggerContext();

	private final Tracer tracer = SdkTracerProvider.builder()
		.addSpanProcessor(this.spans)
		.setSampler(new RecordingSampler(Sampler.alwaysOff()))
		.build()
		.get("test");

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final RunHistory runs = new RunHistory(MAPPER, null, 0);

	private final ConsoleRecorder recorder = recorder(this.runs);

	ConsoleRecorderTests() {
		this.logback.setMDCAdapter(MDC.getMDCAdapter());
		this.lines.attach(this.logback);
	}

	@Test
	void recordsWhatTheSamplerDrops() {
		Span root = serverSpan("GET /x");
		this.tracer.spanBuilder("child").setParent(Context.root().with(root)).startSpan().end();
		root.end();
		assertThat(root.getSpanContext().isSampled()).isFalse();
		this.recorder.record(1000);
		TraceStore.Snapshot trace = this.traces.find(root.getSpanContext().getTraceId());
		assertThat(trace.spans()).hasSize(2);
		assertThat(trace.summary().sampling()).isEqualTo("none");
		assertThat(trace.summary().route()).isEqualTo("GET /x");
	}

	@Test
	void countsTrafficErrorsAndLatencyOfEachSecond() {
		serverSpan("GET /x").end();
		Span failed = serverSpan("GET /x");
		failed.setStatus(StatusCode.ERROR);
		failed.end();
		this.recorder.record(1000);
		this.recorder.record(1250);
		this.recorder.record(2000);
		assertThat(this.signals.points()).extracting(SignalRecorder.Point::requests).containsExactly(2, 0);
		assertThat(this.signals.points()).extracting(SignalRecorder.Point::errors).containsExactly(1, 0);
		assertThat(this.signals.points().get(0).p50()).isNotNull();
		assertThat(this.signals.points().get(1).p50()).isNull();
	}

	@Test
	void masksLinesBeforeItStoresThem() {
		Logger logger = this.logback.getLogger("com.example.Payments");
		MDC.put("traceId", "4bf92f3577b34da6a3ce929d0e0e4736");
		MDC.put("password", "hunter2");
		try {
			logger.info("Paid with {}", "s3cret", new IllegalStateException("s3cret too"));
		}
		finally {
			MDC.clear();
		}
		this.recorder.record(1000);
		RecordedLine line = this.lines.store().newest((each) -> true, 1).get(0);
		assertThat(line.message()).isEqualTo("Paid with ******");
		assertThat(line.template()).isEqualTo("Paid with {}");
		assertThat(line.fields()).containsEntry("password", "***");
		assertThat(line.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
		assertThat(line.exception().message()).isEqualTo("****** too");
	}

	@Test
	void masksValuesOfSecretKeysThatTextsRepeat() {
		this.logback.getLogger("a")
			.atInfo()
			.addKeyValue("password", "letmein")
			.addKeyValue("note", "letmein again")
			.setCause(new IllegalStateException("letmein is wrong"))
			.log("Login with letmein");
		RecordedLine line = this.lines.drain().get(0);
		assertThat(line.message()).isEqualTo("Login with ***");
		assertThat(line.fields()).containsEntry("note", "*** again");
		assertThat(line.exception().message()).isEqualTo("*** is wrong");
	}

	@Test
	void masksSecretsOfStructuredArgumentsAndMarkers() {
		Logger logger = this.logback.getLogger("a");
		logger.info("Login with {}", StructuredArguments.v("password", "letmein"));
		logger.info(Markers.append("password", "hunter2"), "Login with hunter2");
		logger.info("Ride {}", StructuredArguments.v("ride.id", 7));
		List<RecordedLine> recorded = this.lines.drain();
		assertThat(recorded).extracting(RecordedLine::message)
			.containsExactly("Login with ***", "Login with ***", "Ride 7");
		assertThat(recorded.get(0).fields()).containsEntry("password", "***");
		assertThat(recorded.get(2).fields()).containsEntry("ride.id", "7");
	}

	@Test
	void keepsTheLinesBesideOneThatCannotBeRead() {
		Logger logger = this.logback.getLogger("a");
		Object failing = new Object() {

			@Override
			public String toString() {
				throw new IllegalStateException("no session");
			}

		};
		logger.info("before");
		logger.atInfo().addKeyValue("order", failing).addKeyValue("ride", 7).log("of an order");
		logger.atInfo().addKeyValue(null, (Object) null).log((String) null);
		logger.info("after");
		this.recorder.record(1000);
		List<RecordedLine> stored = this.lines.store().newest((each) -> true, 10);
		assertThat(stored).extracting(RecordedLine::message).containsExactly("after", "", "of an order", "before");
		assertThat(stored.get(2).fields()).containsEntry("ride", "7")
			.containsEntry("order", "[not readable: java.lang.IllegalStateException]");
	}

	@Test
	void keepsTheLinesBesideOneThatCannotBeMasked() {
		LineRecorder lines = new LineRecorder((text) -> {
			if (text.contains("poison")) {
				throw new IllegalStateException("cannot mask");
			}
			return text;
		}, (key) -> false, new LineStore(100, 1_000_000));
		lines.attach(this.logback);
		Logger logger = this.logback.getLogger("a");
		logger.info("before");
		logger.info("poison");
		logger.info("after");
		assertThat(lines.drain()).extracting(RecordedLine::message).containsExactly("before", "after");
		assertThat(lines.droppedCount()).isOne();
		lines.detach(this.logback);
	}

	@Test
	void keepsTheSpansBesideOneThatCannotBeMasked() {
		Span first = serverSpan("GET /x");
		first.end();
		serverSpan("GET /poison").end();
		Span last = serverSpan("GET /x");
		last.end();
		List<RecordedSpan> recorded = this.spans.drain((span) -> {
			if (span.getName().endsWith("poison")) {
				throw new IllegalStateException("cannot mask");
			}
			return span;
		});
		assertThat(recorded).extracting(RecordedSpan::traceId)
			.containsExactly(first.getSpanContext().getTraceId(), last.getSpanContext().getTraceId());
		assertThat(this.spans.droppedCount()).isOne();
	}

	@Test
	void recordsLinesAfterTheLoggingContextIsReset() {
		this.logback.reset();
		this.logback.getLogger("a").warn("after a reset");
		assertThat(this.lines.drain()).extracting(RecordedLine::message).contains("after a reset");
		this.lines.detach(this.logback);
		this.logback.reset();
		this.logback.getLogger("a").warn("after the end");
		assertThat(this.lines.drain()).isEmpty();
	}

	@Test
	void goesOnWhenTheClockIsSetBack() {
		this.recorder.record(3_600_000);
		this.recorder.record(1_000);
		this.recorder.record(1_250);
		this.recorder.record(2_000);
		assertThat(this.signals.points()).extracting(SignalRecorder.Point::t)
			.containsExactly(3_600_000L, 1_000L, 2_000L);
	}

	@Test
	void countsARequestOfBeforeTheClockWasSetBack() {
		long now = System.currentTimeMillis();
		serverSpan("GET /x").end(now, TimeUnit.MILLISECONDS);
		this.recorder.record(now);
		assertThat(this.runs.current().routes()).isEmpty();
		this.recorder.record(now - 3_600_000);
		assertThat(this.runs.current().routes()).extracting(RunHistory.Route::route).containsExactly("GET /x");
	}

	@Test
	void findsThePlaceOfACallHoweverManyNeverEnd() {
		CodePlaces places = new CodePlaces();
		for (int i = 0; i <= CodePlaces.MAX_OPEN; i++) {
			places.started("abandoned-" + i);
		}
		places.started("last");
		assertThat(places.ended("last")).isNotNull();
		assertThat(places.ended("abandoned-0")).isNull();
	}

	@Test
	void masksTextsBeforeItCutsThem() {
		LineRecorder lines = new LineRecorder(LineMasker.of(new MockEnvironment())::mask, (key) -> false,
				new LineStore(100, 1_000_000));
		LoggerContext context = new LoggerContext();
		context.setMDCAdapter(MDC.getMDCAdapter());
		lines.attach(context);
		String text = "x".repeat(RecordedSpan.MAX_TEXT - 20) + " https://user:S3cretPassw0rd@host/";
		context.getLogger("a").atInfo().addKeyValue("url", text).setCause(new IllegalStateException(text)).log(text);
		RecordedLine line = lines.drain().get(0);
		assertThat(line.message()).contains("https://user:").doesNotContain("S3c");
		assertThat(line.template()).doesNotContain("S3c");
		assertThat(line.fields().get("url")).doesNotContain("S3c");
		assertThat(line.exception().message()).doesNotContain("S3c");
	}

	@Test
	void keepsTheArgumentsAndValuesOfTheTimeOfTheCall() {
		StringBuilder argument = new StringBuilder("before");
		this.logback.getLogger("a").atInfo().addKeyValue("when", argument).log("It is {}", argument);
		argument.replace(0, 6, "after");
		this.recorder.record(1000);
		RecordedLine line = this.lines.store().newest((each) -> true, 1).get(0);
		assertThat(line.message()).isEqualTo("It is before");
		assertThat(line.fields()).containsEntry("when", "before");
	}

	@Test
	void boundsLines() {
		Logger logger = this.logback.getLogger("a");
		for (int i = 0; i < 1000; i++) {
			logger.info("line {}", i);
		}
		this.recorder.record(1000);
		assertThat(this.lines.store().newest((each) -> true, Integer.MAX_VALUE)).hasSize(100)
			.first()
			.extracting(RecordedLine::message)
			.isEqualTo("line 999");
	}

	@Test
	void countsLinesByTheirTemplate() {
		Logger logger = this.logback.getLogger("a");
		for (int i = 0; i < 3; i++) {
			logger.info("Order {} placed", i);
		}
		logger.warn("Stock is low");
		this.recorder.record(1000);
		assertThat(this.lines.store().templates((each) -> true))
			.extracting(LineStore.Template::template, LineStore.Template::level, LineStore.Template::count)
			.containsExactly(tuple("Order {} placed", "INFO", 3), tuple("Stock is low", "WARN", 1));
	}

	@Test
	void tellsWhyTheTailSamplerSamplesATrace() {
		Span root = serverSpan("GET /x");
		String traceId = root.getSpanContext().getTraceId();
		this.spans.sampled(traceId, "slow");
		this.recorder.record(1000);
		root.end();
		this.recorder.record(1250);
		assertThat(this.traces.find(traceId).summary().sampling()).isEqualTo("slow");
		assertThat(this.traces.find(traceId).summary().badges()).extracting(TraceSummary.Badge::kind)
			.containsExactly("slow");
		this.spans.sampled(traceId, "error");
		this.recorder.record(1500);
		assertThat(this.traces.find(traceId).summary().sampling()).isEqualTo("error");
	}

	@Test
	void countsLinesThatArriveFasterThanTheyAreStored() {
		Logger logger = this.logback.getLogger("a");
		for (int i = 0; i < 25_000; i++) {
			logger.info("line");
		}
		assertThat(this.lines.droppedCount()).isEqualTo(5_000);
	}

	@Test
	void groupsErrorsByTheStackOfTheirRootCause() {
		Logger logger = this.logback.getLogger("a");
		for (int i = 0; i < 3; i++) {
			logger.error("failed {}", i, new IllegalStateException("outer", new IOException("disk " + i)));
		}
		logger.error("failed", new IllegalArgumentException("another"));
		this.recorder.record(1000);
		List<ErrorGroup> groups = ErrorGroup.of(this.lines.store().newest((each) -> true, 100));
		assertThat(groups).extracting(ErrorGroup::type)
			.containsExactly("java.lang.IllegalArgumentException", "java.io.IOException");
		assertThat(groups.get(1).count()).isEqualTo(3);
		assertThat(groups.get(1).message()).isEqualTo("disk 2");
		assertThat(this.moments.all()).extracting(Moments.Moment::text)
			.containsExactly("First IOException", "First IllegalArgumentException");
	}

	@Test
	void marksTheMomentAtWhichAResourceIsFullOnce() {
		double[] ratio = { 0.5 };
		Gauge.builder("observability.saturation", () -> ratio[0]).tag("resource", "pool").register(this.registry);
		this.recorder.record(1000);
		for (double next : new double[] { 1, 0.95, 1, 0.5, 1 }) {
			ratio[0] = next;
			this.recorder.record(this.signals.points().size() * 1000L + 1000);
		}
		assertThat(this.moments.all()).extracting(Moments.Moment::text).containsExactly("pool is full", "pool is full");
	}

	@Test
	void remembersWhenAResourceIsExhausted() {
		assertThat(this.signals.tick(1000).exhaustion()).isEmpty();
		Map.of("estimate", 90.0, "earliest", Double.NaN, "latest", 200.0)
			.forEach((bound, seconds) -> Gauge.builder("observability.saturation.exhaustion", () -> seconds)
				.tags("resource", "pool", "bound", bound)
				.register(this.registry));
		Gauge.builder("observability.saturation.exhaustion", () -> Double.NaN)
			.tags("resource", "disk", "bound", "estimate")
			.register(this.registry);
		assertThat(this.signals.tick(2000).exhaustion())
			.containsExactly(Map.entry("pool", new Exhaustion(90, 90, 200)));
	}

	@Test
	void comparesARunWithTheOneBefore(@TempDir Path folder) throws IOException {
		Path file = folder.resolve("target/run.json");
		RunHistory first = new RunHistory(MAPPER, file, 1);
		assertThat(first.previous()).isNull();
		Span root = serverSpan("GET /x");
		this.tracer.spanBuilder("query")
			.setParent(Context.root().with(root))
			.setAttribute("db.query.text", "select 1")
			.startSpan()
			.end();
		root.end();
		ConsoleRecorder recorder = recorder(first);
		recorder.record(System.currentTimeMillis());
		recorder.record(System.currentTimeMillis() + 2000);
		recorder.stop();
		RunHistory.Run before = new RunHistory(MAPPER, file, 2).previous();
		assertThat(before.routes()).singleElement().satisfies((route) -> {
			assertThat(route.route()).isEqualTo("GET /x");
			assertThat(route.count()).isOne();
			assertThat(route.queries()).isEqualTo(1);
			assertThat(route.bytes()).isPositive();
		});
		for (String broken : List.of("", "{", "[]", "{\"version\":9}", "null")) {
			Files.writeString(file, broken);
			assertThat(new RunHistory(MAPPER, file, 3).previous()).isNull();
		}
	}

	@Test
	void sendsToOpenPagesAndClosesOneThatReadsTooSlowly() {
		List<String> received = new ArrayList<>();
		boolean[] closed = { false };
		this.events.open(stream(received, Integer.MAX_VALUE, new boolean[1]));
		this.events.open(stream(new ArrayList<>(), 1, closed));
		for (int i = 1; i <= 3; i++) {
			serverSpan("GET /x").end();
			this.recorder.record(i * 1000L);
		}
		assertThat(received).anyMatch((event) -> event.contains("\"traces\":[{"))
			.anyMatch((event) -> event.contains("\"point\":{"))
			.allMatch((event) -> event.startsWith("data: {") && event.endsWith("}\n\n"));
		assertThat(closed[0]).isTrue();
	}

	@Test
	void closesTheOldestOfTooManyPages() {
		boolean[] closed = { false };
		this.events.open(stream(new ArrayList<>(), 1, closed));
		for (int i = 0; i < EventHub.MAX_STREAMS; i++) {
			assertThat(closed[0]).isFalse();
			this.events.open(stream(new ArrayList<>(), 1, new boolean[1]));
		}
		assertThat(closed[0]).isTrue();
	}

	private Span serverSpan(String name) {
		String[] words = name.split(" ");
		return this.tracer.spanBuilder(name)
			.setNoParent()
			.setSpanKind(SpanKind.SERVER)
			.setAttribute("method", words[0])
			.setAttribute("uri", words[1])
			.startSpan();
	}

	private ConsoleRecorder recorder(RunHistory runs) {
		return new ConsoleRecorder(this.spans, (span) -> span, this.lines, this.traces, this.signals, this.moments,
				runs, this.events, MAPPER);
	}

	private static EventHub.Stream stream(List<String> received, int capacity, boolean[] closed) {
		return new EventHub.Stream() {

			@Override
			public boolean send(byte[] event) {
				received.add(new String(event, StandardCharsets.UTF_8));
				return received.size() <= capacity;
			}

			@Override
			public void close() {
				closed[0] = true;
			}

		};
	}

}
