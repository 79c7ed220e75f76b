package io.github.observability.profiling;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Chooses the {@link Profiler} for an event. Nothing is loaded before somebody asks for a
 * profile.
 */
final class Profilers {

	private static final String ASYNC_PROFILER = "one.profiler.AsyncProfiler";

	private static final int MAX_NODES = 200_000;

	/** From JDK 21 on. */
	private static final @Nullable Method IS_VIRTUAL = ReflectionUtils.findMethod(Thread.class, "isVirtual");

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

	static boolean hasVirtualThreads() {
		return IS_VIRTUAL != null;
	}

	static boolean isVirtual(Thread thread) {
		return IS_VIRTUAL != null && Boolean.TRUE.equals(ReflectionUtils.invokeMethod(IS_VIRTUAL, thread));
	}

}
