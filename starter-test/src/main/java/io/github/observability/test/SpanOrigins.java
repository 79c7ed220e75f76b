package io.github.observability.test;

import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.function.Supplier;

import io.github.observability.tracing.analysis.CodePlace;
import org.jspecify.annotations.Nullable;

/**
 * Finds the place in the application that starts a span.
 */
final class SpanOrigins {

	private static final int DEEPEST = 512;

	private final StackWalker walker = StackWalker.getInstance();

	private final Supplier<List<String>> packages;

	private volatile @Nullable List<String> prefixes;

	/**
	 * Create an instance.
	 * @param packages the packages of the application, asked for once it has started
	 */
	SpanOrigins(Supplier<List<String>> packages) {
		this.packages = packages;
	}

	SpanOrigin here() {
		Thread thread = Thread.currentThread();
		return new SpanOrigin(threadId(thread), thread.getName(), place());
	}

	@SuppressWarnings("deprecation")
	private static long threadId(Thread thread) {
		// Its replacement came with Java 19.
		return thread.getId();
	}

	private @Nullable CodePlace place() {
		List<String> prefixes = this.prefixes;
		if (prefixes == null) {
			prefixes = this.packages.get().stream().map((name) -> name + ".").toList();
			this.prefixes = prefixes.isEmpty() ? null : prefixes;
		}
		List<String> known = prefixes;
		return this.walker.walk((frames) -> frames.limit(DEEPEST)
			.filter((frame) -> isOfApplication(frame.getClassName(), known))
			.findFirst()
			.map(SpanOrigins::placeOf)
			.orElse(null));
	}

	private static boolean isOfApplication(String className, List<String> prefixes) {
		// Proxies have no lines, this module's own classes are in nobody's way.
		if (className.contains("$$") || className.equals(SpanOrigins.class.getName())
				|| className.startsWith(RecordedSpans.class.getName())) {
			return false;
		}
		for (String prefix : prefixes) {
			if (className.startsWith(prefix)) {
				return true;
			}
		}
		return false;
	}

	private static CodePlace placeOf(StackFrame frame) {
		return new CodePlace(frame.getClassName(), frame.getMethodName(), Math.max(0, frame.getLineNumber()));
	}

}
