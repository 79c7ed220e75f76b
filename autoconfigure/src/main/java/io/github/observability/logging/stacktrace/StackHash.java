package io.github.observability.logging.stacktrace;

import java.util.Collections;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.Set;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;

/**
 * A hash by which to group errors: of the classes of an exception and its causes and of
 * the methods that they come from. Messages and line numbers are left out, which differ
 * from error to error and from build to build, and so are generated classes, whose names
 * differ from start to start.
 */
public final class StackHash {

	private static final int MAX_THROWABLES = 20;

	/** Further down an error differs by who called, not by what failed. */
	private static final int MAX_FRAMES = 10;

	private static final long PRIME = 1_099_511_628_211L;

	private StackHash() {
	}

	/**
	 * Hash an exception.
	 * @param throwable the exception
	 * @return the hash, in hexadecimal
	 */
	public static String of(IThrowableProxy throwable) {
		long hash = 0;
		IThrowableProxy current = throwable;
		for (int i = 0; i < MAX_THROWABLES && current != null; i++) {
			hash = hash * PRIME + current.getClassName().hashCode();
			hash = ofFrames(hash, current.getStackTraceElementProxyArray());
			current = current.isCyclic() ? null : current.getCause();
		}
		return text(mix(hash));
	}

	/**
	 * Hash an exception that is no event yet.
	 * @param throwable the exception
	 * @return the hash, whose {@linkplain #text(long) text} is that of the event
	 */
	public static long of(Throwable throwable) {
		long hash = 0;
		Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		Throwable current = throwable;
		for (int i = 0; i < MAX_THROWABLES && current != null; i++) {
			hash = hash * PRIME + current.getClass().getName().hashCode();
			if (!seen.add(current)) {
				break;
			}
			hash = ofFrames(hash, current.getStackTrace());
			current = current.getCause();
		}
		return mix(hash);
	}

	/**
	 * Return a hash as lines have it.
	 * @param hash the hash
	 * @return the hash, in hexadecimal
	 */
	public static String text(long hash) {
		return HexFormat.of().toHexDigits(hash);
	}

	private static long ofFrames(long start, StackTraceElement[] frames) {
		long hash = start;
		int counted = 0;
		for (int i = 0; i < frames.length && counted < MAX_FRAMES; i++) {
			if (!isGenerated(frames[i].getClassName())) {
				hash = withFrame(hash, frames[i]);
				counted++;
			}
		}
		return hash;
	}

	private static long withFrame(long hash, StackTraceElement frame) {
		return (hash * PRIME + frame.getClassName().hashCode()) * PRIME + frame.getMethodName().hashCode();
	}

	private static long ofFrames(long start, StackTraceElementProxy[] frames) {
		long hash = start;
		int counted = 0;
		for (int i = 0; frames != null && i < frames.length && counted < MAX_FRAMES; i++) {
			StackTraceElement frame = frames[i].getStackTraceElement();
			if (!isGenerated(frame.getClassName())) {
				hash = withFrame(hash, frame);
				counted++;
			}
		}
		return hash;
	}

	private static boolean isGenerated(String className) {
		return className.contains("$$") || className.startsWith("jdk.internal.reflect.")
				|| className.startsWith("java.lang.reflect.") || className.startsWith("jdk.proxy")
				|| className.startsWith("java.lang.invoke.");
	}

	private static long mix(long hash) {
		return hash ^ (hash >>> 29);
	}

}
