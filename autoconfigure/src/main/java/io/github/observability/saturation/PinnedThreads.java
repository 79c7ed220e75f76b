package io.github.observability.saturation;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

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
 * Records virtual threads that waited for 20 ms or longer without letting go of their
 * carrier, from Flight Recorder's {@code jdk.VirtualThreadPinned}, and says of each place
 * in the code once where it was. Events come about a second later.
 */
final class PinnedThreads implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(PinnedThreads.class);

	private static final String EVENT = "jdk.VirtualThreadPinned";

	private static final Duration THRESHOLD = Duration.ofMillis(20);

	private static final int MAX_PLACES = 100;

	private final Map<Reason, Timer> timers = new EnumMap<>(Reason.class);

	private final Set<String> places = new HashSet<>();

	private @Nullable RecordingStream stream;

	PinnedThreads(MeterRegistry registry) {
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
			logger.info("'observability.saturation.pinned-threads' shows nothing: there are virtual threads from Java"
					+ " 21 on");
			return;
		}
		try {
			RecordingStream stream = new RecordingStream();
			stream.enable(EVENT).withThreshold(THRESHOLD).withStackTrace();
			stream.setReuse(false);
			stream.onEvent(EVENT, this::record);
			stream.startAsync();
			this.stream = stream;
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("'observability.saturation.pinned-threads' shows nothing: Flight Recorder does not start", ex);
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
			logger.info("A virtual thread waited for {} ms and kept its carrier: {}, at {}",
					event.getDuration().toMillis(), (text != null) ? text : "no reason known", place);
		}
	}

	/** The first frame that is not of the JDK, which is where it can be changed. */
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
			this.stream.close();
			this.stream = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.stream != null;
	}

	/**
	 * Why a virtual thread could not let go of its carrier. The JDK's text has the name
	 * of a class in places, so that it is no tag.
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
