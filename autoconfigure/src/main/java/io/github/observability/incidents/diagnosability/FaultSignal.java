package io.github.observability.incidents.diagnosability;

import java.util.Arrays;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Signals that faults change, whatever the names of routes, dependencies and pools. Each
 * reacts to at least one fault of the laboratory.
 */
public enum FaultSignal {

	/** Requests served per second. */
	REQUESTS_TRAFFIC(SignalSource.SERVED),

	/** Share of requests served that failed. */
	REQUESTS_ERRORS(SignalSource.SERVED),

	/** Duration of requests served. */
	REQUESTS_LATENCY(SignalSource.SERVED),

	/** Share of messages, tasks and jobs that failed. */
	WORK_ERRORS(SignalSource.WORK),

	/** Duration of messages, tasks and jobs. */
	WORK_LATENCY(SignalSource.WORK),

	/** Duration of calls to a database. */
	DATABASE_LATENCY(SignalSource.DATABASE),

	/** Share of requests sent that failed. */
	CLIENT_ERRORS(SignalSource.CLIENT),

	/** Duration of requests sent. */
	CLIENT_LATENCY(SignalSource.CLIENT),

	/** Requests sent per second. */
	CLIENT_TRAFFIC(SignalSource.CLIENT),

	/** Duration of calls to a cache. */
	CACHE_LATENCY(SignalSource.CACHE),

	/** Calls to a cache per second. */
	CACHE_TRAFFIC(SignalSource.CACHE),

	/** Duration of sending messages. */
	MESSAGES_LATENCY(SignalSource.MESSAGES),

	/** Utilization of a pool of connections to a database, and what waits for it. */
	CONNECTION_POOL(SignalSource.CONNECTION_POOL),

	/** Utilization of the threads of the web server. */
	SERVER_THREADS(SignalSource.SERVER_THREADS),

	/** Heap after the last garbage collection. */
	HEAP(SignalSource.HEAP),

	/** Time spent in garbage collection. */
	GARBAGE_COLLECTION(SignalSource.COLLECTIONS),

	/** CPU time of the process. */
	CPU_USAGE(SignalSource.CPU),

	/** Time for which the CPU quota kept threads from running. */
	CPU_THROTTLING(SignalSource.QUOTA),

	/** Time for which threads waited for a CPU. */
	RUN_QUEUE(SignalSource.RUN_QUEUE),

	/** Threads that wait for a lock. */
	BLOCKED_THREADS(SignalSource.THREADS),

	/** Log lines of warnings and errors. */
	LOG_LINES(SignalSource.LOG),

	/** An exception class that is new. */
	NEW_EXCEPTION(SignalSource.EXCEPTIONS),

	/** A feature flag that was switched. */
	FEATURE_FLAG(SignalSource.FEATURE_FLAGS),

	/** A pool that was resized. */
	POOL_RESIZED(SignalSource.POOL_SIZE);

	private final SignalSource source;

	FaultSignal(SignalSource source) {
		this.source = source;
	}

	/**
	 * Return its name in tables, reports and properties.
	 * @return the name
	 */
	public String key() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	SignalSource source() {
		return this.source;
	}

	/**
	 * Return the signal of a name.
	 * @param key the name, as of {@link #key()}
	 * @return the signal, {@code null} if there is none
	 */
	static @Nullable FaultSignal ofKey(String key) {
		return Arrays.stream(values()).filter((each) -> each.key().equals(key)).findFirst().orElse(null);
	}

	/**
	 * Return the signal that a change is.
	 * @param type the type of the change, in lower case
	 * @return the signal, {@code null} if no fault of the laboratory makes such a change
	 */
	public static @Nullable FaultSignal ofChange(String type) {
		return switch (type) {
			case "feature_flag" -> FEATURE_FLAG;
			case "pool_resized" -> POOL_RESIZED;
			case "new_exception" -> NEW_EXCEPTION;
			default -> null;
		};
	}

	/**
	 * Return the signal that a watched series belongs to.
	 * @param subject the type of what the series is about, such as {@code dependency}
	 * @param name the name of what it is about, such as {@code database orders}
	 * @param signal what it says, such as {@code latency}
	 * @return the signal, {@code null} if no fault of the laboratory changes it
	 */
	public static @Nullable FaultSignal of(String subject, String name, String signal) {
		String said = signal.equals("tail-latency") ? "latency" : signal;
		return switch (subject) {
			case "service", "route" -> ofKey("requests-" + said);
			case "work" -> ofKey("work-" + said);
			case "dependency" -> ofKey(technology(name) + "-" + said);
			case "resource" -> resource(name);
			case "host" -> host(name);
			case "log" -> LOG_LINES;
			default -> null;
		};
	}

	private static String technology(String dependency) {
		int end = dependency.indexOf(' ');
		return switch ((end > 0) ? dependency.substring(0, end) : dependency) {
			case "database", "mongodb" -> "database";
			case "redis" -> "cache";
			case "kafka", "rabbit", "jms" -> "messages";
			default -> "client";
		};
	}

	private static @Nullable FaultSignal resource(String name) {
		if (name.startsWith("connections of ") || SignalSource.CONNECTION_POOL.isResource(name)) {
			return CONNECTION_POOL;
		}
		if (SignalSource.SERVER_THREADS.isResource(name)) {
			return SERVER_THREADS;
		}
		return SignalSource.HEAP.isResource(name) ? HEAP : null;
	}

	private static @Nullable FaultSignal host(String name) {
		return switch (name) {
			case "garbage collection" -> GARBAGE_COLLECTION;
			case "cpu of the process" -> CPU_USAGE;
			case "throttling by the CPU quota" -> CPU_THROTTLING;
			case "run queue of the CPU" -> RUN_QUEUE;
			case "threads blocked by a lock" -> BLOCKED_THREADS;
			default -> null;
		};
	}

}
