package io.github.observability.profiling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import jdk.jfr.EventSettings;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import org.jspecify.annotations.Nullable;

/**
 * Events of JDK Flight Recorder: which ones are enabled, and how they are read.
 */
final class JfrEvents {

	static final String CPU_TIME = "jdk.CPUTimeSample";

	static final String EXECUTION = "jdk.ExecutionSample";

	static final String ALLOCATION = "jdk.ObjectAllocationSample";

	static final String MONITOR = "jdk.JavaMonitorEnter";

	static final String PARK = "jdk.ThreadPark";

	private static final int CPU_TIME_VERSION = 25;

	/** The signal of timers that profilers use, on Linux. */
	private static final int SIGPROF = 27;

	private static final String CAUGHT = "SigCgt:";

	/** Part of the name of its native library, whoever unpacked it. */
	private static final String ASYNC_PROFILER = "asyncProfiler";

	private static final List<String> LOCKS = List.of("ReentrantLock$", "ReentrantReadWriteLock$", "StampedLock",
			"Semaphore$");

	private static volatile @Nullable String cpuEvent;

	private static volatile boolean signalOfJvm;

	private JfrEvents() {
	}

	/**
	 * Return the event that samples CPU time, as the last recording chose it.
	 */
	static String cpu() {
		String chosen = cpuEvent;
		return (chosen != null) ? chosen : chooseCpu();
	}

	/**
	 * Choose the event that samples CPU time for a recording that begins.
	 */
	static String chooseCpu() {
		String chosen = hasCpuTime() ? CPU_TIME : EXECUTION;
		cpuEvent = chosen;
		return chosen;
	}

	/**
	 * Whether CPU time can be sampled. That needs Linux, and the only handler that a
	 * process has for a signal: where another profiler has it, the JVM writes an error to
	 * its log and samples nothing.
	 */
	private static boolean hasCpuTime() {
		if (Runtime.version().feature() < CPU_TIME_VERSION || !System.getProperty("os.name", "").startsWith("Linux")) {
			return false;
		}
		Path process = Path.of("/proc/self");
		if (isAnyLine(process.resolve("maps"), (line) -> line.contains(ASYNC_PROFILER))) {
			return false;
		}
		// From the first recording on, the handler is that of the JVM.
		signalOfJvm = signalOfJvm || !isAnyLine(process.resolve("status"), JfrEvents::isSignalCaught);
		return signalOfJvm;
	}

	/**
	 * Whether a line of a process's status says that it has a handler for the signal.
	 */
	static boolean isSignalCaught(String line) {
		return line.startsWith(CAUGHT)
				&& (Long.parseUnsignedLong(line.substring(CAUGHT.length()).trim(), 16) & (1L << (SIGPROF - 1))) != 0;
	}

	private static boolean isAnyLine(Path file, Predicate<String> matches) {
		// Names of mapped files may have any bytes.
		try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
			return lines.anyMatch(matches);
		}
		catch (IOException | UncheckedIOException | NumberFormatException ex) {
			return false;
		}
	}

	static EventSettings cpu(EventSettings settings, Duration interval) {
		String key = cpu().equals(CPU_TIME) ? "throttle" : "period";
		return settings.with(key, interval.toMillis() + "ms");
	}

	/**
	 * Return the thread that an event is about.
	 */
	static @Nullable RecordedThread recordedThread(RecordedEvent event) {
		return event.getThread(event.getEventType().getName().equals(EXECUTION) ? "sampledThread" : "eventThread");
	}

	/**
	 * Read the stack of an event.
	 * @return its frames, the root first, {@code null} if there is none
	 */
	static @Nullable List<String> stack(RecordedEvent event) {
		RecordedStackTrace trace = event.getStackTrace();
		if (trace == null || trace.getFrames().isEmpty()) {
			return null;
		}
		List<RecordedFrame> recorded = trace.getFrames();
		List<String> frames = new ArrayList<>(recorded.size() + 1);
		for (int i = recorded.size() - 1; i >= 0; i--) {
			frames.add(name(recorded.get(i)));
		}
		return frames;
	}

	/**
	 * Name the frame that runs.
	 */
	static @Nullable String runningFrame(RecordedEvent event) {
		RecordedStackTrace trace = event.getStackTrace();
		if (trace == null || trace.getFrames().isEmpty()) {
			return null;
		}
		List<RecordedFrame> frames = trace.getFrames();
		return FrameNames.running(frames.size(), (index) -> name(frames.get(index)));
	}

	static String name(RecordedFrame frame) {
		RecordedMethod method = frame.getMethod();
		return (method != null) ? FrameNames.of(method.getType().getName(), method.getName()) : "[unknown]";
	}

	/**
	 * Add the stack of an event to the stacks.
	 */
	static void add(RecordedEvent event, Stacks stacks) {
		switch (event.getEventType().getName()) {
			case CPU_TIME, EXECUTION -> add(event, stacks, 1, null);
			case ALLOCATION -> add(event, stacks, event.getLong("weight"), event.getClass("objectClass"));
			case MONITOR -> add(event, stacks, event.getDuration().toNanos(), event.getClass("monitorClass"));
			case PARK -> {
				RecordedClass parked = event.getClass("parkedClass");
				if (isLock(parked)) {
					add(event, stacks, event.getDuration().toNanos(), parked);
				}
			}
			default -> {
				// Another recording enabled it.
			}
		}
	}

	private static void add(RecordedEvent event, Stacks stacks, long weight, @Nullable RecordedClass leaf) {
		List<String> frames = stack(event);
		if (weight <= 0 || (frames == null && leaf == null)) {
			return;
		}
		List<String> stack = (frames != null) ? frames : new ArrayList<>(Collections.singleton("[unknown]"));
		if (leaf != null) {
			stack.add(typeName(leaf));
		}
		stacks.add(stack, weight);
	}

	/** Threads of a pool park while they wait for work, which is no contention. */
	private static boolean isLock(@Nullable RecordedClass parked) {
		return parked != null && LOCKS.stream().anyMatch(parked.getName()::contains);
	}

	/**
	 * Name a class as source does: JFR has {@code [B} for an array of bytes.
	 */
	static String typeName(RecordedClass type) {
		String name = type.getName();
		int dimensions = 0;
		while (dimensions < name.length() && name.charAt(dimensions) == '[') {
			dimensions++;
		}
		if (dimensions == 0) {
			return name;
		}
		String element = switch (name.charAt(dimensions)) {
			case 'B' -> "byte";
			case 'C' -> "char";
			case 'D' -> "double";
			case 'F' -> "float";
			case 'I' -> "int";
			case 'J' -> "long";
			case 'S' -> "short";
			case 'Z' -> "boolean";
			default -> name.substring(dimensions + 1, name.length() - (name.endsWith(";") ? 1 : 0));
		};
		return element + "[]".repeat(dimensions);
	}

}
