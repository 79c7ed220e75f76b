package io.github.observability.tracing.tail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.observability.tracing.export.DropReason;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random operations on the buffer, compared with what a simple model expects.
 */
class SpanBufferPropertyTests {

	private static final int OPERATIONS = 10_000;

	/**
	 * Within its bounds the buffer exports exactly the traces with an error, and holds
	 * exactly the unsampled spans of traces with an open span, and the open sampled ones.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void equalsTheModelWithinItsBounds(long seed) {
		Random random = new Random(seed);
		boolean sampled = seed == 5;
		try (TailSamplingFixture tail = new TailSamplingFixture(100_000,
				sampled ? Sampler.alwaysOn() : Sampler.alwaysOff())) {
			Map<String, ModelTrace> traces = new HashMap<>();
			List<Span> open = new ArrayList<>();
			int size = 0;
			for (int i = 0; i < OPERATIONS; i++) {
				int operation = random.nextInt(10);
				if (open.isEmpty() || operation < 2) {
					Span root = random.nextBoolean() ? tail.request() : tail.work("work");
					open.add(root);
					traces.put(id(root), new ModelTrace());
					size += traces.get(id(root)).started();
				}
				else if (operation < 5) {
					Span parent = open.get(random.nextInt(open.size()));
					open.add(tail.child(parent, "child"));
					size += traces.get(id(parent)).started();
				}
				else {
					Span span = open.remove(random.nextInt(open.size()));
					boolean error = random.nextInt(20) == 0;
					span.setStatus(error ? StatusCode.ERROR : StatusCode.UNSET).end();
					size += traces.get(id(span)).ended(span, error, sampled);
				}
				assertThat(tail.buffer().size()).isEqualTo(size);
			}
			Set<String> expected = new HashSet<>();
			traces.values().forEach((trace) -> expected.addAll(trace.exported));
			List<String> exported = tail.exported().stream().map(SpanData::getSpanId).toList();
			assertThat(exported).hasSize(expected.size());
			assertThat(new HashSet<>(exported).equals(expected)).isTrue();
			assertThat(tail.dropped()).isZero();
			assertThat(tail.sampled(TailSamplingReason.ERROR))
				.isEqualTo(sampled ? 0 : traces.values().stream().filter((trace) -> !trace.exported.isEmpty()).count());
			open.forEach(Span::end);
			tail.pass(Duration.ofSeconds(2));
			assertThat(tail.buffer().size() + tail.buffer().decided()).isZero();
		}
	}

	/**
	 * Past its bounds the buffer still exports each error that ends, once, and accounts
	 * for each span.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 11, 12, 13, 14, 15, 16, 17, 18 })
	void losesNoErrorPastItsBounds(long seed) {
		Random random = new Random(seed);
		int maxSpans = 1 + random.nextInt(60);
		boolean onlyErrors = seed % 2 == 0;
		try (TailSamplingFixture tail = new TailSamplingFixture(maxSpans, 16, Sampler.alwaysOff(), List.of())) {
			List<Span> open = new ArrayList<>();
			Set<String> errors = new HashSet<>();
			int ended = 0;
			for (int i = 0; i < OPERATIONS; i++) {
				int operation = random.nextInt(100);
				if (operation == 0) {
					tail.pass(Duration.ofMillis(random.nextInt(20_000)));
				}
				else if (open.isEmpty() || operation < 25) {
					open.add(random.nextBoolean() ? tail.request() : tail.work("work"));
				}
				else if (operation < 45) {
					open.add(tail.child(open.get(random.nextInt(open.size())), "child"));
				}
				else if (operation < 47) {
					// It never ends.
					open.remove(random.nextInt(open.size()));
				}
				else {
					Span span = open.remove(random.nextInt(open.size()));
					boolean error = onlyErrors || random.nextInt(10) == 0;
					span.setStatus(error ? StatusCode.ERROR : StatusCode.UNSET).end();
					ended++;
					if (error) {
						errors.add(span.getSpanContext().getSpanId());
					}
				}
				assertThat(tail.buffer().size()).isBetween(0, maxSpans);
				assertThat(tail.buffer().decided()).isBetween(0, 16);
			}
			tail.pass(Duration.ofSeconds(31));
			tail.pass(Duration.ofSeconds(31));
			assertThat(tail.buffer().size()).isZero();
			List<String> exported = tail.exported().stream().map(SpanData::getSpanId).toList();
			assertThat(new HashSet<>(exported)).hasSameSizeAs(exported);
			assertThat(new HashSet<>(exported).containsAll(errors)).isTrue();
			assertThat(exported.size() + tail.dropped()).isLessThanOrEqualTo(ended);
			if (onlyErrors) {
				assertThat(exported).hasSize(ended);
				assertThat(tail.dropped()).isZero();
			}
			tail.pass(Duration.ofMinutes(61));
			assertThat(tail.buffer().decided()).isZero();
		}
	}

	/**
	 * Threads that start, end, forget and fail at the same time lose no error, and leave
	 * nothing behind.
	 */
	@Test
	void losesNoErrorOfManyThreads() throws InterruptedException {
		try (TailSamplingFixture tail = new TailSamplingFixture(500, Sampler.alwaysOff())) {
			AtomicInteger ended = new AtomicInteger();
			Set<String> errors = ConcurrentHashMap.newKeySet();
			List<Thread> threads = new ArrayList<>();
			for (int t = 0; t < 8; t++) {
				Random random = new Random(t);
				threads.add(new Thread(() -> {
					for (int i = 0; i < 4000; i++) {
						request(tail, random, ended, errors);
					}
				}));
			}
			threads.forEach(Thread::start);
			for (Thread thread : threads) {
				thread.join();
			}
			tail.pass(Duration.ofSeconds(2));
			tail.pass(Duration.ofSeconds(31));
			assertThat(tail.buffer().size()).isZero();
			List<String> exported = tail.exported().stream().map(SpanData::getSpanId).toList();
			assertThat(new HashSet<>(exported)).hasSameSizeAs(exported);
			assertThat(new HashSet<>(exported).containsAll(errors)).isTrue();
			assertThat(exported.size() + tail.dropped()).isLessThanOrEqualTo(ended.get());
			assertThat(tail.counts().droppedSoFar(DropReason.FAULT)).isZero();
		}
	}

	private static void request(TailSamplingFixture tail, Random random, AtomicInteger ended, Set<String> errors) {
		Span request = tail.request();
		if (random.nextInt(10) == 0) {
			tail.work("forgotten");
		}
		if (random.nextInt(10) == 0) {
			tail.child(request, "forgotten");
		}
		tail.child(request, "query").end();
		ended.addAndGet(2);
		if (random.nextInt(20) == 0) {
			request.setStatus(StatusCode.ERROR);
			errors.add(request.getSpanContext().getSpanId());
		}
		request.end();
	}

	private static String id(Span span) {
		return span.getSpanContext().getTraceId();
	}

	/**
	 * A trace as the tail sampler would hold it without bounds.
	 */
	private static final class ModelTrace {

		private final Set<String> held = new HashSet<>();

		private final Set<String> exported = new HashSet<>();

		private int open;

		private boolean error;

		private boolean decided;

		int started() {
			this.open++;
			return this.decided ? 0 : 1;
		}

		int ended(Span span, boolean error, boolean sampled) {
			this.open--;
			String id = span.getSpanContext().getSpanId();
			if (sampled) {
				this.exported.add(id);
				return -1;
			}
			this.error |= error;
			this.held.add(id);
			if (this.open > 0) {
				return 0;
			}
			int released = this.held.size();
			if (this.error) {
				this.exported.addAll(this.held);
			}
			this.decided = this.error;
			this.held.clear();
			return -released;
		}

	}

}
