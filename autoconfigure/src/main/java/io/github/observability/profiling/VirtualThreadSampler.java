package io.github.observability.profiling;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.observability.DaemonScheduler;

/**
 * Samples virtual threads that have worked for one trace for a while. JDK Flight Recorder
 * samples them as well, but often does not say which thread a sample is of. Threads that
 * wait are not asked for their stack, and a look that costs much is followed by a longer
 * pause.
 */
final class VirtualThreadSampler {

	/** A shorter request is not slow, or holds no sample anyway. */
	private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

	private static final Duration INTERVAL = ContinuousProfiler.INTERVAL;

	/** No more than that run at a time on most machines: each needs a processor. */
	private static final int MOST_STACKS = 16;

	/** At most a fiftieth of a processor is spent looking. */
	private static final int PAUSE_FACTOR = 50;

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private static final boolean CPU_TIME = THREADS.isCurrentThreadCpuTimeSupported()
			&& THREADS.isThreadCpuTimeEnabled();

	private final ThreadTimes threads;

	private final Sink sink;

	private final DaemonScheduler scheduler = new DaemonScheduler("observability-profiling-virtual");

	private long next = System.nanoTime();

	VirtualThreadSampler(ThreadTimes threads, Sink sink) {
		this.threads = threads;
		this.sink = sink;
	}

	/**
	 * Begin, if this runtime has virtual threads.
	 */
	void start() {
		if (Profilers.hasVirtualThreads()) {
			this.scheduler.start(this::look, INTERVAL, INTERVAL);
		}
	}

	void stop() {
		this.scheduler.stop();
	}

	/** A look that was stopped may still end when the next start looks. */
	synchronized void look() {
		long start = System.nanoTime();
		if (start - this.next < 0) {
			return;
		}
		long used = cpuNanos();
		this.threads.visitVirtual(LEAST_NANOS, MOST_STACKS, this::sample);
		this.next = start + (cpuNanos() - used) * PAUSE_FACTOR;
	}

	/**
	 * The time that this thread has used, without what it waits for: on a busy machine a
	 * thread is asked for its stack long before it gets a processor to respond.
	 */
	private static long cpuNanos() {
		return CPU_TIME ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
	}

	/**
	 * Take the stack of a thread unless it waits.
	 * @return whether the stack was taken
	 */
	private boolean sample(Thread thread, long nanos) {
		if (thread.getState() != Thread.State.RUNNABLE) {
			return false;
		}
		StackTraceElement[] stack;
		try {
			stack = thread.getStackTrace();
		}
		catch (InternalError ex) {
			// JDK 21 fails at a thread that is just about to wait.
			return true;
		}
		if (stack.length > 0 && isRunning(stack[0])) {
			String frame = FrameNames.running(stack.length,
					(index) -> FrameNames.of(stack[index].getClassName(), stack[index].getMethodName()));
			this.sink.sampled(System.currentTimeMillis() * 1_000_000, thread.getId(), frame, nanos);
		}
		return true;
	}

	/**
	 * Whether Java code runs, as opposed to a thread that waits for a processor or for
	 * the operating system.
	 */
	private static boolean isRunning(StackTraceElement top) {
		String type = top.getClassName();
		return !top.isNativeMethod() && !type.equals("java.lang.VirtualThread")
				&& !type.equals("jdk.internal.vm.Continuation");
	}

	/**
	 * Takes samples.
	 */
	@FunctionalInterface
	interface Sink {

		void sampled(long epochNanos, long thread, String frame, long nanos);

	}

}
