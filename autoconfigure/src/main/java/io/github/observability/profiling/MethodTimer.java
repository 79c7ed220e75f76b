package io.github.observability.profiling;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Times all calls of a method by JEP 520, for a while. The class is instrumented by the
 * JVM and restored when the recording ends.
 */
final class MethodTimer {

	private static final int VERSION = 25;

	private static final String EVENT = "jdk.MethodTiming";

	private static final Pattern FILTER = Pattern
		.compile("([\\p{L}_$][\\p{L}\\p{N}_$.]{0,300})::([\\p{L}_$][\\p{L}\\p{N}_$]{0,200}|<init>)");

	private final FlightRecordings recordings;

	private final @Nullable ClassLoader classLoader;

	MethodTimer(FlightRecordings recordings, @Nullable ClassLoader classLoader) {
		this.recordings = recordings;
		this.classLoader = classLoader;
	}

	/**
	 * Check what can be checked before anything runs.
	 * @param filter a class and a method
	 * @return the filter
	 * @throws ProfileException if it cannot be timed
	 */
	String check(@Nullable String filter) {
		if (Runtime.version().feature() < VERSION) {
			throw ProfileException.unavailable(
					"Methods are timed by JDK " + VERSION + " and later; this is JDK " + Runtime.version().feature(),
					null);
		}
		Matcher parts = FILTER.matcher((filter != null) ? filter : "");
		if (!parts.matches()) {
			throw ProfileException
				.invalid("'filter' must be one class and one of its methods, such as " + "com.example.Orders::place");
		}
		Class<?> type = type(parts.group(1));
		String method = parts.group(2);
		boolean declared = method.equals("<init>") ? type.getDeclaredConstructors().length > 0
				: Arrays.stream(type.getDeclaredMethods()).anyMatch((candidate) -> candidate.getName().equals(method));
		if (!declared) {
			throw ProfileException.invalid("The class '" + parts.group(1) + "' declares no method '" + method
					+ "'; an inherited method belongs to the class that declares it");
		}
		return parts.group();
	}

	private Class<?> type(String name) {
		try {
			return Class.forName(name, false,
					(this.classLoader != null) ? this.classLoader : ClassUtils.getDefaultClassLoader());
		}
		catch (ClassNotFoundException | LinkageError ex) {
			throw ProfileException.invalid("The class '" + name + "' does not exist in this application");
		}
	}

	/**
	 * Time a method.
	 * @param filter a class and a method, checked
	 * @param time how long
	 * @return what was measured
	 * @throws IOException if a file cannot be written or read
	 */
	MethodTimings time(String filter, ProfileTime time) throws IOException {
		int separator = filter.indexOf("::");
		String type = filter.substring(0, separator);
		String method = filter.substring(separator + 2);
		Map<String, MethodTimings.Counts> counts = new LinkedHashMap<>();
		this.recordings.read((recording) -> recording.enable(EVENT).with("filter", filter).with("period", "everyChunk"),
				time, (event) -> {
					if (event.getEventType().getName().equals(EVENT)) {
						RecordedMethod timed = event.getValue("method");
						// Another recording may time other methods.
						if (timed != null && timed.getType().getName().equals(type) && timed.getName().equals(method)) {
							add(event, timed.getName() + timed.getDescriptor(), counts);
						}
					}
				});
		return MethodTimings.of(filter, time.duration(), counts);
	}

	/**
	 * Counters grow from reading to reading, and may have begun with another recording.
	 */
	private static void add(RecordedEvent event, String method, Map<String, MethodTimings.Counts> counts) {
		MethodTimings.Counts reading = new MethodTimings.Counts(null, event.getLong("invocations"),
				nanos(event, "average"), nanos(event, "minimum"), nanos(event, "maximum"));
		counts.merge(method, reading, MethodTimings.Counts::last);
	}

	/** A clock that is too coarse leaves a value out. */
	private static long nanos(RecordedEvent event, String field) {
		return (event.getLong(field) != Long.MIN_VALUE) ? event.getDuration(field).toNanos() : 0;
	}

}
