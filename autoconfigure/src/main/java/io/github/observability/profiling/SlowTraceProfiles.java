package io.github.observability.profiling;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.observability.LogOnce;
import io.github.observability.tracing.evidence.SlowTraceEvidence;
import io.github.observability.tracing.evidence.SlowTraceEvidenceListener;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link SlowTraceEvidence} by samples: those of threads while they worked for the trace.
 * A sample is known a second or two after it was taken, so a trace waits that long.
 */
final class SlowTraceProfiles implements SlowTraceEvidence {

	static final String EVENT = "profile";

	private static final Logger logger = LoggerFactory.getLogger(SlowTraceProfiles.class);

	private static final int MAX_WAITING = 256;

	private static final int MAX_SAMPLES = 1 << 14;

	/** Two samples may be chance. */
	private static final int MIN_SAMPLES = 3;

	private static final int FRAMES = 5;

	private static final long INTERVAL_NANOS = ContinuousProfiler.INTERVAL.toNanos();

	private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(5);

	private final ThreadTimes threads;

	private final VirtualThreadSampler virtualThreads;

	private final List<SlowTraceEvidenceListener> listeners;

	private final Deque<Waiting> waiting = new ArrayDeque<>();

	private final Deque<Sample> samples = new ArrayDeque<>();

	private final LogOnce fault = new LogOnce(logger);

	private boolean running;

	private long lastFlush;

	SlowTraceProfiles(ThreadTimes threads, List<SlowTraceEvidenceListener> listeners) {
		this.threads = threads;
		this.virtualThreads = new VirtualThreadSampler(threads,
				(epochNanos, thread, frame, nanos) -> add(new Sample(epochNanos, thread, frame, nanos, true)));
		this.listeners = listeners;
	}

	synchronized void start() {
		this.running = true;
		this.lastFlush = System.nanoTime();
		this.threads.on(true);
		this.virtualThreads.start();
	}

	void stop() {
		synchronized (this) {
			this.running = false;
			this.virtualThreads.stop();
			this.threads.on(false);
		}
		flush();
		synchronized (this) {
			this.samples.clear();
		}
	}

	@Override
	public void find(SpanData root, Consumer<@Nullable EventData> found) {
		synchronized (this) {
			if (this.running && this.waiting.size() < MAX_WAITING) {
				this.waiting.addLast(new Waiting(root, found, System.nanoTime()));
				return;
			}
		}
		found.accept(null);
	}

	/**
	 * Take a sample of JDK Flight Recorder.
	 */
	void sampled(long epochNanos, long thread, String frame) {
		add(new Sample(epochNanos, thread, frame, INTERVAL_NANOS, false));
	}

	private synchronized void add(Sample sample) {
		if (this.samples.size() >= MAX_SAMPLES) {
			this.samples.removeFirst();
		}
		this.samples.addLast(sample);
	}

	/**
	 * Settle the traces that ended before the last flush: their samples are there.
	 */
	void flushed() {
		List<Waiting> ready;
		synchronized (this) {
			long complete = this.lastFlush;
			this.lastFlush = System.nanoTime();
			ready = take(complete);
		}
		ready.forEach(this::settle);
	}

	/**
	 * Settle the traces that have waited too long.
	 */
	void tick() {
		List<Waiting> late;
		synchronized (this) {
			late = take(System.nanoTime() - LONGEST_WAIT);
		}
		late.forEach(this::settle);
	}

	@Override
	public void flush() {
		List<Waiting> all;
		synchronized (this) {
			all = new ArrayList<>(this.waiting);
			this.waiting.clear();
		}
		all.forEach(this::settle);
	}

	private List<Waiting> take(long before) {
		List<Waiting> taken = new ArrayList<>();
		while (!this.waiting.isEmpty() && this.waiting.getFirst().since() - before < 0) {
			taken.add(this.waiting.removeFirst());
		}
		return taken;
	}

	private void settle(Waiting trace) {
		EventData evidence = null;
		try {
			evidence = evidence(trace.root());
			if (evidence != null) {
				for (SlowTraceEvidenceListener listener : this.listeners) {
					listener.found(trace.root().getTraceId(), trace.root().getSpanId(), evidence);
				}
			}
		}
		catch (RuntimeException ex) {
			this.fault.warn("A slow trace is exported without its profile", ex);
		}
		trace.found().accept(evidence);
	}

	private @Nullable EventData evidence(SpanData root) {
		List<ThreadTimes.Time> times = this.threads.of(root.getTraceId());
		if (times.isEmpty()) {
			return null;
		}
		Map<String, Integer> counts = new HashMap<>();
		int total = 0;
		long nanos = 0;
		for (Sample sample : samplesWithin(root, byThread(times))) {
			counts.merge(sample.frame(), 1, Integer::sum);
			total++;
			nanos += sample.nanos();
		}
		return (total >= MIN_SAMPLES) ? event(root, counts, total, nanos) : null;
	}

	/**
	 * Group times by thread and begin: a trace may have worked on more threads than there
	 * are samples, and nobody else gets at the samples while they are compared.
	 */
	private static Map<Long, NavigableMap<Long, ThreadTimes.Time>> byThread(List<ThreadTimes.Time> times) {
		Map<Long, NavigableMap<Long, ThreadTimes.Time>> grouped = new HashMap<>();
		for (ThreadTimes.Time time : times) {
			// A time that went on was kept more than once.
			grouped.computeIfAbsent(time.thread(), (thread) -> new TreeMap<>())
				.merge(time.since(), time, (one, other) -> (one.until() >= other.until()) ? one : other);
		}
		return grouped;
	}

	private synchronized List<Sample> samplesWithin(SpanData root,
			Map<Long, NavigableMap<Long, ThreadTimes.Time>> times) {
		long epoch = System.currentTimeMillis() * 1_000_000 - System.nanoTime();
		List<Sample> within = new ArrayList<>();
		for (Sample sample : this.samples) {
			NavigableMap<Long, ThreadTimes.Time> ofThread = times.get(sample.thread());
			if (ofThread != null && sample.epochNanos() <= root.getEndEpochNanos()
					&& sample.isWithin(ofThread.floorEntry(sample.epochNanos() - epoch), epoch)) {
				within.add(sample);
			}
		}
		return within;
	}

	private static EventData event(SpanData root, Map<String, Integer> counts, int total, long nanos) {
		List<String> frames = counts.entrySet()
			.stream()
			.sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
			.limit(FRAMES)
			.map((entry) -> String.format(Locale.ROOT, "%.0f %% %s", 100.0 * entry.getValue() / total, entry.getKey()))
			.toList();
		Attributes attributes = Attributes.builder()
			.put(SlowTraceEvidence.FRAMES, frames)
			.put(ProfileAttribute.SAMPLES.number(), (long) total)
			.put(ProfileAttribute.CPU_NANOS.number(), nanos)
			.build();
		return EventData.create(root.getEndEpochNanos(), EVENT, attributes);
	}

	private record Waiting(SpanData root, Consumer<@Nullable EventData> found, long since) {
	}

	/**
	 * A sample of a thread.
	 *
	 * @param epochNanos when it was taken
	 * @param thread the id of the thread
	 * @param frame the frame that ran
	 * @param nanos the time that it stands for
	 * @param virtual whether the sampler of virtual threads took it
	 */
	private record Sample(long epochNanos, long thread, String frame, long nanos, boolean virtual) {

		/** What JDK Flight Recorder knows of virtual threads would count twice. */
		boolean isWithin(Map.@Nullable Entry<Long, ThreadTimes.Time> time, long epoch) {
			return time != null && time.getValue().virtual() == this.virtual
					&& time.getValue().contains(this.epochNanos - epoch);
		}

	}

}
