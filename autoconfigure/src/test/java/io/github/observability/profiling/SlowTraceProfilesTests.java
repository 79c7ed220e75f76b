package io.github.observability.profiling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper.ScopeAttachedEvent;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper.ScopeClosedEvent;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper.ScopeRestoredEvent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which samples become the event of which trace.
 */
class SlowTraceProfilesTests {

	private static final AttributeKey<List<String>> FRAMES = AttributeKey.stringArrayKey("profile.frames");

	private static final String SLOW = "0000000000000000000000000000000a";

	private static final String OTHER = "0000000000000000000000000000000b";

	private final ThreadTimes threads = new ThreadTimes();

	private final List<String> heard = new ArrayList<>();

	private final SlowTraceProfiles profiles = new SlowTraceProfiles(this.threads,
			List.of((traceId, spanId, evidence) -> this.heard.add(traceId)));

	private final List<@Nullable EventData> found = new ArrayList<>();

	@AfterEach
	void stop() {
		this.profiles.stop();
	}

	@Test
	void takesTheSamplesOfThreadsWhileTheyWorkedForTheTrace() {
		this.profiles.start();
		work(SLOW, "com.example.Hot.loop", 3);
		work(OTHER, "com.example.Other.loop", 9);
		work(SLOW, "com.example.Hot.less", 1);
		sample(Thread.currentThread().getId() + 1, "com.example.Elsewhere.loop");
		this.profiles.find(root(SLOW), this.found::add);
		assertThat(this.found).isEmpty();
		this.profiles.flushed();
		this.profiles.flushed();
		assertThat(this.found).singleElement().satisfies((event) -> {
			assertThat(event).isNotNull();
			assertThat(event.getName()).isEqualTo("profile");
			assertThat(event.getAttributes().get(FRAMES)).containsExactly("75 % com.example.Hot.loop",
					"25 % com.example.Hot.less");
			assertThat(event.getAttributes().get(AttributeKey.longKey("profile.samples"))).isEqualTo(4);
			assertThat(event.getAttributes().get(AttributeKey.longKey("profile.cpu_nanos"))).isEqualTo(80_000_000);
		});
		assertThat(this.heard).containsExactly(SLOW);
	}

	@Test
	void findsNothingInTooFewSamples() {
		this.profiles.start();
		work(SLOW, "com.example.Hot.loop", 2);
		this.profiles.find(root(SLOW), this.found::add);
		this.profiles.flush();
		assertThat(this.found).containsExactly((EventData) null);
		assertThat(this.heard).isEmpty();
	}

	@Test
	void neverLosesATrace() {
		this.profiles.find(root(SLOW), this.found::add);
		assertThat(this.found).hasSize(1);
		this.profiles.start();
		for (int i = 0; i < 300; i++) {
			this.profiles.find(root(SLOW), this.found::add);
		}
		assertThat(this.found).hasSize(1 + 300 - 256);
		this.profiles.stop();
		assertThat(this.found).hasSize(301);
	}

	@Test
	void followsAThreadFromSpanToSpan() {
		this.threads.on(true);
		attach(SLOW);
		pass(2);
		attach(SLOW);
		pass(2);
		this.threads.onEvent(new ScopeClosedEvent());
		this.threads.onEvent(new ScopeRestoredEvent(context(SLOW)));
		pass(2);
		this.threads.onEvent(new ScopeClosedEvent());
		List<ThreadTimes.Time> times = this.threads.of(SLOW);
		assertThat(times).hasSize(2)
			.allSatisfy((time) -> assertThat(time.thread()).isEqualTo(Thread.currentThread().getId()));
		assertThat(times.stream().mapToLong((time) -> time.until() - time.since()).sum())
			.isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(6));
		for (int i = 0; i < 10_000; i++) {
			attach(OTHER);
			this.threads.onEvent(new ScopeClosedEvent());
		}
		assertThat(this.threads.of(OTHER)).hasSizeLessThan(100);
		assertThat(this.threads.of(SLOW)).hasSize(2);
	}

	private void work(String traceId, String frame, int samples) {
		attach(traceId);
		pass(5);
		for (int i = 0; i < samples; i++) {
			sample(Thread.currentThread().getId(), frame);
		}
		pass(5);
		this.threads.onEvent(new ScopeClosedEvent());
	}

	private void sample(long thread, String frame) {
		this.profiles.sampled(System.currentTimeMillis() * 1_000_000, thread, frame);
	}

	private void attach(String traceId) {
		this.threads.onEvent(new ScopeAttachedEvent(context(traceId)));
	}

	private static void pass(int millis) {
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
		Awaitility.await().pollInSameThread().pollDelay(Duration.ZERO).until(() -> System.nanoTime() >= end);
	}

	private static Context context(String traceId) {
		return Context.root().with(Span.wrap(ids(traceId)));
	}

	private static SpanContext ids(String traceId) {
		return SpanContext.create(traceId, "000000000000000a", TraceFlags.getDefault(), TraceState.getDefault());
	}

	private static SpanData root(String traceId) {
		long now = System.currentTimeMillis() * 1_000_000;
		return TestSpanData.builder()
			.setSpanContext(ids(traceId))
			.setName("get /slow")
			.setKind(SpanKind.SERVER)
			.setStatus(StatusData.unset())
			.setStartEpochNanos(now - 1_000_000_000)
			.setEndEpochNanos(now + 10_000_000)
			.setHasEnded(true)
			.build();
	}

}
