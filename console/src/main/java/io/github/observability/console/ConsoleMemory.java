package io.github.observability.console;

import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.github.observability.BootNames;
import io.github.observability.console.recording.LineStore;
import io.github.observability.console.recording.Moments;
import io.github.observability.console.recording.RunHistory;
import io.github.observability.console.recording.SignalRecorder;
import io.github.observability.console.recording.TraceStore;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.util.ClassUtils;

/**
 * What the console holds. DevTools renews the classes of the application at a restart,
 * not those of jars, so that what is held here survives one: the traces, lines and
 * signals up to now, the run before, and the token that an open page has.
 *
 * @param token opens the console
 * @param traces the traces
 * @param lines the log lines
 * @param points the signals of each second
 * @param moments the notable moments
 * @param lastRun the run before this one
 */
record ConsoleMemory(String token, TraceStore traces, LineStore lines, Deque<SignalRecorder.Point> points,
		Moments moments, AtomicReference<RunHistory.@Nullable Run> lastRun) {

	private static final String ATTRIBUTE = ConsoleMemory.class.getName();

	private static final boolean DEVTOOLS = ClassUtils.isPresent(BootNames.DEVTOOLS_RESTARTER,
			ConsoleMemory.class.getClassLoader());

	static ConsoleMemory obtain(ConsoleProperties properties) {
		Supplier<ConsoleMemory> supplier = () -> create(properties);
		return DEVTOOLS ? Restarts.obtain(supplier) : supplier.get();
	}

	private static ConsoleMemory create(ConsoleProperties properties) {
		long maxBytes = properties.maxSize().toBytes();
		return new ConsoleMemory(ConsoleGuard.newToken(), new TraceStore(properties.maxTraces(), maxBytes * 3 / 4),
				new LineStore(properties.maxLines(), maxBytes / 4), new ArrayDeque<>(), new Moments(),
				new AtomicReference<>());
	}

	/**
	 * Return when this run began.
	 * @return the start of the process or its restart, milliseconds since the epoch
	 */
	long started() {
		return (this.lastRun.get() != null) ? System.currentTimeMillis()
				: ManagementFactory.getRuntimeMXBean().getStartTime();
	}

	/** Loaded where DevTools are. */
	private static final class Restarts {

		static ConsoleMemory obtain(Supplier<ConsoleMemory> supplier) {
			Restarter restarter = restarter();
			if (restarter == null) {
				return supplier.get();
			}
			Object held = restarter.getOrAddAttribute(ATTRIBUTE, supplier::get);
			if (held instanceof ConsoleMemory memory) {
				return memory;
			}
			// In a build of the console itself its classes are renewed, too.
			restarter.removeAttribute(ATTRIBUTE);
			ConsoleMemory memory = supplier.get();
			restarter.getOrAddAttribute(ATTRIBUTE, () -> memory);
			return memory;
		}

		private static @Nullable Restarter restarter() {
			try {
				Restarter restarter = Restarter.getInstance();
				return (restarter.getInitialUrls() != null) ? restarter : null;
			}
			catch (IllegalStateException ex) {
				return null;
			}
		}

	}

}
