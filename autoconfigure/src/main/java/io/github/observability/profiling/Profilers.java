package io.github.observability.profiling;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Chooses who takes a profile. Nothing is loaded before somebody asks for one.
 */
final class Profilers {

	private static final String ASYNC_PROFILER = "one.profiler.AsyncProfiler";

	private static final int MAX_NODES = 200_000;

	private final TemporaryFolder folder;

	private final @Nullable ClassLoader classLoader;

	private boolean asyncProfilerTried;

	private @Nullable Profiler asyncProfiler;

	Profilers(TemporaryFolder folder, @Nullable ClassLoader classLoader) {
		this.folder = folder;
		this.classLoader = classLoader;
	}

	synchronized Profiler forEvent(ProfileEvent event) {
		if (!this.asyncProfilerTried) {
			this.asyncProfilerTried = true;
			if (ClassUtils.isPresent(ASYNC_PROFILER, this.classLoader)) {
				this.asyncProfiler = AsyncProfilerEngine.load(this.folder, MAX_NODES);
			}
		}
		if (this.asyncProfiler != null) {
			return this.asyncProfiler;
		}
		if (event == ProfileEvent.WALL) {
			return new WallClockProfiler(MAX_NODES);
		}
		requireFlightRecorder();
		return new JfrProfiler(new FlightRecordings(this.folder), MAX_NODES);
	}

	MethodTimer methodTimer() {
		requireFlightRecorder();
		return new MethodTimer(new FlightRecordings(this.folder), this.classLoader);
	}

	/** A runtime that jlink made may lack it. */
	private static void requireFlightRecorder() {
		if (!hasFlightRecorder()) {
			throw ProfileException.unavailable(
					"This Java runtime has no module jdk.jfr; add it, or add tools.profiler:async-profiler", null);
		}
	}

	static boolean hasFlightRecorder() {
		return ModuleLayer.boot().findModule("jdk.jfr").isPresent();
	}

}
