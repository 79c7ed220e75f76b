package io.github.observability.tracing.tail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.observability.testing.OtlpReceiver;
import io.github.observability.testing.ReceivedSpan;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.Volume;
import io.github.observability.tracing.TracingMeter;
import io.github.observability.tracing.TracingTag;
import io.github.observability.tracing.export.DropReason;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What arrives at a receiver of what a server under load has recorded.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("jdk")
class TailSamplingIntegrationTests {

	private static final int REQUESTS = Volume.of(2_000, 20_000);

	private static final int CLIENTS = 4;

	/** Each so many requests, exemplars are read. */
	private static final int SCRAPE = 500;

	private static final int SPANS_OF_A_REQUEST = 3;

	private static final double PROBABILITY = 20.0 / REQUESTS;

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final Pattern EXEMPLAR = Pattern.compile("_seconds_bucket\\{.*# \\{.*trace_id=\"([0-9a-f]{32})\"");

	private final OtlpReceiver receiver = new OtlpReceiver();

	@AfterEach
	void stop() {
		this.receiver.close();
	}

	@Test
	void everyErrorAndEverySlowTraceArrivesWholeAndSoDoesWhatExemplarsPointTo(CapturedOutput output) {
		try (RunningApplication application = start("management.tracing.sampling.probability=" + PROBABILITY)) {
			Map<String, String> expected = new ConcurrentHashMap<>();
			Set<String> sampled = ConcurrentHashMap.newKeySet();
			Set<String> exemplars = ConcurrentHashMap.newKeySet();
			IntConsumer ask = (request) -> {
				String path = (request % 100 == 0) ? "/fail" : (request % 100 == 50) ? "/slow" : "/fast";
				String[] answer = application.get(path).body().split(" ");
				if (Boolean.parseBoolean(answer[1])) {
					sampled.add(answer[0]);
				}
				else if (!path.equals("/fast")) {
					expected.put(answer[0], path.equals("/fail") ? "error" : "slow");
				}
				if (request % SCRAPE == 0) {
					exemplars.addAll(exemplars(application));
				}
			};
			load(ask);
			double deviation = Math.sqrt(REQUESTS * PROBABILITY * (1 - PROBABILITY));
			assertThat((double) sampled.size()).isBetween(REQUESTS * PROBABILITY - 4 * deviation,
					REQUESTS * PROBABILITY + 4 * deviation);
			// The client replaces exemplars by the clock: fast machines have seen few.
			await(() -> {
				ask.accept(SCRAPE);
				return exemplars.size() > 10;
			});
			Set<String> awaited = new HashSet<>(expected.keySet());
			awaited.addAll(sampled);
			this.receiver.await((spans) -> areComplete(awaited, spans), LONG);
			application.bean(SdkTracerProvider.class).forceFlush().join(LONG.toSeconds(), TimeUnit.SECONDS);
			Map<String, List<ReceivedSpan>> traces = this.receiver.traces();
			assertThat(traces.keySet()).containsAll(expected.keySet()).containsAll(sampled);
			traces.forEach((traceId, spans) -> {
				assertThat(spans).hasSize(SPANS_OF_A_REQUEST);
				assertHasNoOrphan(spans);
			});
			expected.forEach((traceId, reason) -> {
				ReceivedSpan root = root(traces.get(traceId));
				assertThat(root.attribute("sampling.reason")).isEqualTo(reason);
				assertThat(root.traceState()).isEqualTo("ot=th:0");
				assertThat(root.sampled()).isFalse();
			});
			Set<String> others = new HashSet<>(traces.keySet());
			others.removeAll(expected.keySet());
			others.removeAll(sampled);
			assertThat(others)
				.allSatisfy((traceId) -> assertThat(root(traces.get(traceId)).attribute("sampling.reason"))
					.isEqualTo("exemplar"));
			long resolved = exemplars.stream().filter(traces::containsKey).count();
			assertThat(resolved).isGreaterThanOrEqualTo((long) Math.ceil(0.99 * exemplars.size()));
			for (DropReason reason : DropReason.values()) {
				assertThat(dropped(application, reason)).as(reason.value()).isZero();
			}
			assertThat(output).doesNotContain("WARN");
		}
	}

	@Test
	void anErrorBehindTheAnswerIsKeptWithTheRequest() {
		try (RunningApplication application = start("management.tracing.sampling.probability=0")) {
			CountDownLatch answered = application.bean(TailSamplingApplication.Endpoints.class).answered();
			String traceId = application.get("/async-fail").body().split(" ")[0];
			answered.countDown();
			this.receiver.await((spans) -> spans.size() == SPANS_OF_A_REQUEST + 1, LONG);
			assertThat(this.receiver.trace(traceId)).hasSize(SPANS_OF_A_REQUEST + 1);
			assertHasNoOrphan(this.receiver.trace(traceId));
			assertThat(root(this.receiver.trace(traceId)).attribute("sampling.reason")).isEqualTo("error");
		}
	}

	@Test
	void anOutageOfTheReceiverIsSaidOnceCountedAndOver(CapturedOutput output) {
		try (RunningApplication application = start("management.tracing.sampling.probability=0")) {
			application.get("/fail");
			// Stopped before it has answered, it would have received what counts as lost.
			await(() -> exported(application) == SPANS_OF_A_REQUEST);
			this.receiver.stop();
			int lost = 0;
			while (dropped(application, DropReason.EXPORT) < 5 * SPANS_OF_A_REQUEST) {
				assertThat(application.get("/fail").statusCode()).isEqualTo(500);
				lost += SPANS_OF_A_REQUEST;
				long before = lost;
				await(() -> dropped(application, DropReason.EXPORT) == before);
			}
			this.receiver.startAgain();
			application.get("/fail");
			this.receiver.await((spans) -> spans.size() == 2 * SPANS_OF_A_REQUEST, LONG);
			await(() -> output.toString().contains("exports spans again"));
			assertThat(output.toString().lines().filter((line) -> line.contains("cannot export spans"))).hasSize(1);
			assertThat(output.toString().lines().filter((line) -> line.contains("exports spans again"))).hasSize(1)
				.allSatisfy(
						(line) -> assertThat(line).contains("in which " + 5 * SPANS_OF_A_REQUEST + " spans were lost"));
			assertThat(output).doesNotContain("Failed to export").doesNotContain("\tat ");
			await(() -> exported(application) == 2 * SPANS_OF_A_REQUEST);
		}
	}

	@Test
	void aStopExportsWhatWaits() {
		try (RunningApplication application = start("management.tracing.sampling.probability=0",
				"management.opentelemetry.tracing.export.schedule-delay=1h")) {
			application.get("/fail");
		}
		assertThat(this.receiver.spans()).hasSize(SPANS_OF_A_REQUEST);
	}

	@Test
	void aStopDoesNotWaitForAReceiverThatHangs() {
		long start;
		try (RunningApplication application = start("management.tracing.sampling.probability=0",
				"management.opentelemetry.tracing.export.schedule-delay=1h",
				"management.opentelemetry.tracing.export.otlp.timeout=30s",
				"observability.tracing.export.stop-timeout=100ms")) {
			this.receiver.hang();
			application.get("/fail");
			start = System.nanoTime();
		}
		// Without the limit the SDK waits for ten seconds at the least.
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
		assertThat(this.receiver.spans()).isEmpty();
	}

	@Test
	void nothingIsRecordedOrShownAsExemplarWithoutAnExporter() {
		try (RunningApplication application = RunningApplication.start(TailSamplingApplication.class,
				with("management.tracing.sampling.probability=1"))) {
			TailSamplingSpanProcessor processor = application.bean(TailSamplingSpanProcessor.class);
			assertThat(processor.isRecording()).isFalse();
			for (int i = 0; i < 50; i++) {
				assertThat(application.get("/fail").body()).endsWith(" true");
			}
			assertThat(processor.buffer().size()).isZero();
			assertThat(exemplars(application)).isEmpty();
		}
	}

	private RunningApplication start(String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("management.opentelemetry.tracing.export.otlp.endpoint=" + this.receiver.endpoint());
		return RunningApplication.start(TailSamplingApplication.class, with(all.toArray(String[]::new)));
	}

	private static String[] with(String... arguments) {
		Map<String, String> properties = new LinkedHashMap<>(TailSamplingApplication.PROPERTIES);
		for (String argument : arguments) {
			int equals = argument.indexOf('=');
			properties.put(argument.substring(0, equals), argument.substring(equals + 1));
		}
		return properties.entrySet()
			.stream()
			.map((property) -> property.getKey() + "=" + property.getValue())
			.toArray(String[]::new);
	}

	private static Set<String> exemplars(RunningApplication application) {
		String scrape = application
			.get("/actuator/prometheus", "Accept", "application/openmetrics-text; version=1.0.0; charset=utf-8")
			.body();
		return scrape.lines()
			.map(EXEMPLAR::matcher)
			.filter(Matcher::find)
			.map((matcher) -> matcher.group(1))
			.collect(Collectors.toSet());
	}

	private static double dropped(RunningApplication application, DropReason reason) {
		return application.meters()
			.get(TracingMeter.DROPPED.getName())
			.tag(TracingTag.REASON.asString(), reason.value())
			.functionCounter()
			.count();
	}

	private static double exported(RunningApplication application) {
		return application.meters().get(TracingMeter.EXPORTED.getName()).functionCounter().count();
	}

	private static boolean areComplete(Set<String> traces, List<ReceivedSpan> spans) {
		return spans.stream().filter((span) -> traces.contains(span.traceId())).count() == (long) SPANS_OF_A_REQUEST
				* traces.size();
	}

	private static ReceivedSpan root(List<ReceivedSpan> spans) {
		return spans.stream().filter((span) -> span.kind().equals("SPAN_KIND_SERVER")).findFirst().orElseThrow();
	}

	private static void assertHasNoOrphan(List<ReceivedSpan> spans) {
		Set<String> ids = spans.stream().map(ReceivedSpan::spanId).collect(Collectors.toSet());
		assertThat(ids).hasSameSizeAs(spans);
		assertThat(spans).filteredOn((span) -> !ids.contains(span.parentSpanId()))
			.singleElement()
			.isEqualTo(root(spans));
	}

	private static void load(IntConsumer request) {
		ExecutorService executor = Executors.newFixedThreadPool(CLIENTS);
		try {
			List<Callable<Void>> tasks = new ArrayList<>();
			for (int client = 0; client < CLIENTS; client++) {
				int first = client;
				tasks.add(() -> {
					for (int i = first; i < REQUESTS; i += CLIENTS) {
						request.accept(i);
					}
					return null;
				});
			}
			for (Future<Void> result : executor.invokeAll(tasks)) {
				result.get();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		catch (ExecutionException ex) {
			throw new AssertionError(ex);
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().pollInterval(Duration.ofMillis(10)).atMost(LONG).until(condition);
	}

}
