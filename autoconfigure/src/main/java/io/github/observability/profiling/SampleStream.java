package io.github.observability.profiling;

import java.time.Duration;
import java.time.Instant;

import jdk.jfr.FlightRecorder;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingStream;
import org.jspecify.annotations.Nullable;

/**
 * Samples of JDK Flight Recorder while they are taken.
 */
final class SampleStream implements AutoCloseable {

	private static final Duration MAX_AGE = Duration.ofSeconds(30);

	private static final long MAX_SIZE = 16L << 20;

	/** The thread of a sample of a virtual thread that is not recorded itself. */
	private static final long UNKNOWN = -1;

	private final RecordingStream stream;

	private SampleStream(RecordingStream stream) {
		this.stream = stream;
	}

	/**
	 * Begin to read samples.
	 * @param sink takes them
	 * @return the stream
	 * @throws ProfileException if this JVM cannot do it
	 */
	static SampleStream open(Sink sink) {
		if (!FlightRecorder.isAvailable()) {
			throw ProfileException.unavailable("JDK Flight Recorder is not available in this JVM", null);
		}
		RecordingStream stream;
		try {
			stream = new RecordingStream();
		}
		catch (IllegalStateException | SecurityException ex) {
			throw ProfileException.unavailable("JDK Flight Recorder cannot be used: " + ex.getMessage(), ex);
		}
		try {
			stream.setMaxAge(MAX_AGE);
			stream.setMaxSize(MAX_SIZE);
			JfrEvents.cpu(stream.enable(JfrEvents.chooseCpu()).withStackTrace(), ContinuousProfiler.INTERVAL);
			stream.enable(JfrEvents.ALLOCATION).withoutStackTrace().with("throttle", "50/s");
			stream.onEvent(JfrEvents.cpu(), (event) -> sampled(event, sink));
			stream.onEvent(JfrEvents.ALLOCATION, (event) -> allocated(event, sink));
			stream.onFlush(sink::flushed);
			stream.startAsync();
			return new SampleStream(stream);
		}
		catch (RuntimeException ex) {
			stream.close();
			throw ProfileException.unavailable("JDK Flight Recorder did not start: " + ex.getMessage(), ex);
		}
	}

	private static void sampled(RecordedEvent event, Sink sink) {
		RecordedThread thread = JfrEvents.recordedThread(event);
		String frame = JfrEvents.runningFrame(event);
		if (frame == null || isOfRecorder(thread)) {
			return;
		}
		Instant time = event.getStartTime();
		sink.sampled(time.getEpochSecond() * 1_000_000_000L + time.getNano(),
				(thread != null) ? thread.getJavaThreadId() : UNKNOWN, frame);
	}

	private static boolean isOfRecorder(@Nullable RecordedThread thread) {
		String name = (thread != null) ? thread.getJavaName() : null;
		return name != null && name.startsWith("JFR ");
	}

	private static void allocated(RecordedEvent event, Sink sink) {
		RecordedClass type = event.getClass("objectClass");
		if (type != null) {
			sink.allocated(JfrEvents.typeName(type), event.getLong("weight"));
		}
	}

	@Override
	public void close() {
		this.stream.close();
	}

	/**
	 * Takes what is read, on one thread.
	 */
	interface Sink {

		/**
		 * Take a sample of a thread that runs.
		 * @param epochNanos when it was taken
		 * @param thread the id of the thread, negative if that is not known
		 * @param frame the frame that runs
		 */
		void sampled(long epochNanos, long thread, String frame);

		/**
		 * Take a sample of allocation.
		 * @param type the name of the class
		 * @param bytes how much the sample stands for
		 */
		void allocated(String type, long bytes);

		/**
		 * Called about once a second, after the samples of that time.
		 */
		void flushed();

	}

}
