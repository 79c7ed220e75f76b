package io.github.observability.console.recording;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;

/**
 * Root cause of an exception and where it was thrown.
 *
 * @param type the class of the root cause
 * @param message its message, masked
 * @param hash a hash of the classes and frames of the chain, equal for failures of one
 * kind
 * @param frames the first frames of the root cause
 * @param chain the classes from the outermost exception to the root cause
 */
public record RecordedFailure(String type, String message, String hash, List<String> frames, List<String> chain) {

	private static final int MAX_FRAMES = 24;

	private static final int HASHED_FRAMES = 8;

	private static final int MAX_CAUSES = 16;

	static RecordedFailure of(IThrowableProxy proxy, UnaryOperator<String> masker) {
		List<String> causes = new ArrayList<>();
		Map<IThrowableProxy, Boolean> seen = new IdentityHashMap<>();
		IThrowableProxy root = proxy;
		causes.add(root.getClassName());
		seen.put(root, true);
		while (root.getCause() != null && causes.size() < MAX_CAUSES && seen.put(root.getCause(), true) == null) {
			root = root.getCause();
			causes.add(root.getClassName());
		}
		StackTraceElementProxy[] elements = root.getStackTraceElementProxyArray();
		List<String> places = new ArrayList<>();
		int stack = causes.hashCode();
		for (int i = 0; i < Math.min(elements.length, MAX_FRAMES); i++) {
			StackTraceElement element = elements[i].getStackTraceElement();
			places.add(RecordedSpan.cut(element.toString()));
			if (i < HASHED_FRAMES && isStable(element.getClassName())) {
				stack = 31 * stack + element.getClassName().hashCode();
				stack = 31 * stack + element.getMethodName().hashCode();
			}
		}
		String text = RecordedSpan.cut(root.getMessage(), masker);
		return new RecordedFailure(root.getClassName(), text, "%08x".formatted(stack), places, distinct(causes));
	}

	/** Names that the JVM or a proxy library makes up differ between runs. */
	private static boolean isStable(String className) {
		return !className.contains("$$") && !className.contains("/0x") && !className.startsWith("jdk.proxy");
	}

	private static List<String> distinct(List<String> chain) {
		Set<String> seen = new HashSet<>();
		return chain.stream().filter(seen::add).toList();
	}

	int size() {
		int size = 200 + this.message.length();
		for (String frame : this.frames) {
			size += 56 + frame.length();
		}
		return size;
	}

}
