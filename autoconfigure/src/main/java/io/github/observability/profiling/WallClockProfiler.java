package io.github.observability.profiling;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@link Profiler} that takes the stacks of all platform threads, running or not, because
 * JDK Flight Recorder samples running threads only. Each pass stops all threads for a
 * moment, so one that takes long is followed by a longer pause.
 */
final class WallClockProfiler implements Profiler {

	private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(20);

	/** At most a twentieth of the time is spent in passes. */
	private static final int PAUSE_FACTOR = 20;

	private final int maxNodes;

	WallClockProfiler(int maxNodes) {
		this.maxNodes = maxNodes;
	}

	@Override
	public String describe(ProfileEvent event) {
		return "stacks of all platform threads";
	}

	@Override
	public Stacks stacks(ProfileEvent event, ProfileTime time) {
		Stacks stacks = new Stacks(this.maxNodes);
		long pause;
		do {
			long start = System.nanoTime();
			look(stacks);
			pause = Math.max(INTERVAL, (System.nanoTime() - start) * PAUSE_FACTOR);
		}
		while (time.await(pause));
		return stacks;
	}

	private static void look(Stacks stacks) {
		for (Map.Entry<Thread, StackTraceElement[]> entry : Thread.getAllStackTraces().entrySet()) {
			StackTraceElement[] trace = entry.getValue();
			if (trace.length > 0 && entry.getKey() != Thread.currentThread()) {
				List<String> frames = new ArrayList<>(trace.length + 1);
				frames.add(group(entry.getKey().getName()));
				for (int i = trace.length - 1; i >= 0; i--) {
					frames.add(FrameNames.of(trace[i].getClassName(), trace[i].getMethodName()));
				}
				stacks.add(frames, 1);
			}
		}
	}

	/** Threads of a pool are one: their names differ by a number. */
	private static String group(String name) {
		int end = name.length();
		while (end > 0 && (Character.isDigit(name.charAt(end - 1)) || name.charAt(end - 1) == '-')) {
			end--;
		}
		return "[" + ((end > 0) ? name.substring(0, end) : name) + "]";
	}

	@Override
	public byte[] recording(ProfileEvent event, ProfileTime time) {
		throw ProfileException.invalid("'event=wall' has no recording, because JDK Flight Recorder samples running "
				+ "threads only; use another format, or add tools.profiler:async-profiler");
	}

}
