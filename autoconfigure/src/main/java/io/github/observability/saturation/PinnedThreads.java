package io.github.observability.saturation;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.github.observability.LogOnce;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Records virtual threads that are pinned to their carrier for 20 ms or longer, from
 * Flight Recorder's {@code jdk.VirtualThreadPinned}, and logs each place in the code
 * once. Events arrive about a second later.
 */
final class PinnedThreads implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(PinnedThreads.class);

	private static final String EVENT = "jdk.VirtualThreadPinned";

	private static final Duration THRESHOLD = Duration.ofMillis(20);

	private static final int MAX_PLACES = 100;

	private final Map<Reason, Timer> timers = new EnumMap<>(Reason.class);

	private final Set<String> places = new HashSet<>();

	private final LogOnce failure = new LogOnce(logger);

	private final Supplier<RecordingStream> streams;

	private @Nullable RecordingStream stream;

	PinnedThreads(MeterRegistry registry) {
		this(registry, RecordingStream::new);
	}

	PinnedThreads(MeterRegistry registry, Supplier<RecordingStream> streams) {
		this.streams = streams;
		for (Reason reason : Reason.values()) {
			this.timers.put(reason,
					Timer.builder(SaturationMeter.THREADS_PINNED.getName())
						.description(SaturationMeter.THREADS_PINNED.description())
						.tag(SaturationTag.REASON.asString(), reason.name().toLowerCase(Locale.ROOT))
						.register(registry));
		}
	}

	@Override
	public synchronized void start() {
		if (Runtime.version().feature() < 21) {
			logger.info("'observability.saturation.pinned-threads' has no effect before Java 21, which has no virtual"
					+ " threads");
			return;
		}
		RecordingStream stream = null;
		try {
			stream = this.streams.get();
			stream.enable(EVENT).withThreshold(THRESHOLD).withStackTrace();
			stream.setReuse(false);
			stream.onEvent(EVENT, this::recordSafely);
			stream.startAsync();
			this.stream = stream;
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("'observability.saturation.pinned-threads' has no effect: Flight Recorder does not start", ex);
			if (stream != null) {
				close(stream);
			}
		}
	}

	/** A stream ends the process's recording only when it is closed. */
	private static void close(RecordingStream stream) {
		try {
			stream.close();
		}
		catch (RuntimeException ex) {
			logger.warn("The stream of Flight Recorder could not be closed", ex);
		}
	}

	/** A stream prints the stack trace of a failing action for each event. */
	private void recordSafely(RecordedEvent event) {
		try {
			record(event);
		}
		catch (RuntimeException ex) {
			this.failure.warn("A pinned virtual thread could not be recorded. Further failures are not logged", ex);
		}
	}

	private void record(RecordedEvent event) {
		String text = event.hasField("pinnedReason") ? event.getString("pinnedReason") : null;
		Reason reason = Reason.of(text);
		Timer timer = this.timers.get(reason);
		if (timer != null) {
			timer.record(event.getDuration());
		}
		String place = place(event.getStackTrace());
		// Called by one thread, that of the stream.
		if (this.places.size() < MAX_PLACES && this.places.add(reason + place)) {
			logger.info("A virtual thread was pinned to its carrier for {} ms: {}, at {}",
					event.getDuration().toMillis(), (text != null) ? text : "no reason known", place);
		}
	}

	/** The first frame outside the JDK, where the code can be changed. */
	private static String place(@Nullable RecordedStackTrace stack) {
		if (stack == null) {
			return "an unknown place";
		}
		for (RecordedFrame frame : stack.getFrames()) {
			String type = frame.isJavaFrame() ? frame.getMethod().getType().getName() : "java.";
			if (!type.startsWith("java.") && !type.startsWith("jdk.") && !type.startsWith("sun.")) {
				return type + "." + frame.getMethod().getName() + ":" + frame.getLineNumber();
			}
		}
		return "a place within the JDK";
	}

	@Override
	public synchronized void stop() {
		if (this.stream != null) {
			close(this.stream);
			this.stream = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.stream != null;
	}

	/**
	 * Why a virtual thread was pinned. The text of the JDK may contain the name of a
	 * class, so it cannot be a tag.
	 */
	enum Reason {

		/** A class is being initialized. */
		CLASS_INITIALIZER,

		/** Native code, or code of the virtual machine, is on the stack. */
		NATIVE_FRAME,

		/** A section that the JDK does not let be interrupted. */
		CRITICAL_SECTION,

		/** A monitor is held. */
		MONITOR,

		/** Something else. */
		OTHER,

		/** The JDK does not tell, as before 24. */
		UNKNOWN;

		static Reason of(@Nullable String text) {
			if (text == null) {
				return UNKNOWN;
			}
			String lower = text.toLowerCase(Locale.ROOT);
			if (lower.contains("<clinit>") || lower.contains("class init")) {
				return CLASS_INITIALIZER;
			}
			if (lower.contains("native")) {
				return NATIVE_FRAME;
			}
			if (lower.contains("critical")) {
				return CRITICAL_SECTION;
			}
			return lower.contains("monitor") ? MONITOR : OTHER;
		}

	}

}
