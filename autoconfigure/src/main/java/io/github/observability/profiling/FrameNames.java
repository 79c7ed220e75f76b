package io.github.observability.profiling;

import java.util.List;
import java.util.function.IntFunction;

/**
 * Names of frames, alike from each source and in each run.
 */
final class FrameNames {

	private static final List<String> OTHERS = List.of("java.", "javax.", "jakarta.", "jdk.", "sun.", "com.sun.", "[",
			"org.springframework.", "org.apache.", "io.micrometer.", "io.opentelemetry.", "io.netty.", "reactor.",
			"com.zaxxer.", "tools.jackson.", "com.fasterxml.", "org.hibernate.", "org.eclipse.", "ch.qos.logback.",
			"org.slf4j.");

	private FrameNames() {
	}

	/**
	 * Name a frame.
	 * @param type the name of the class
	 * @param method the name of the method
	 * @return both, without what the JVM makes up anew in each run
	 */
	static String of(String type, String method) {
		return withoutAddress(type) + "." + method;
	}

	/** The class of a lambda has a number and an address. */
	private static String withoutAddress(String type) {
		int lambda = type.indexOf("$$Lambda");
		if (lambda >= 0) {
			return type.substring(0, lambda + "$$Lambda".length());
		}
		int address = type.indexOf("/0x");
		return (address >= 0) ? type.substring(0, address) : type;
	}

	/**
	 * Name the frame that runs. One of the JDK or of a framework says little without the
	 * frame of the application that it works for.
	 * @param depth how many frames there are, at least one
	 * @param names the name of each frame, the one that runs first
	 * @return the name
	 */
	static String running(int depth, IntFunction<String> names) {
		String top = names.apply(0);
		if (isOfApplication(top)) {
			return top;
		}
		for (int i = 1; i < depth; i++) {
			String frame = names.apply(i);
			if (isOfApplication(frame)) {
				return top + " called from " + frame;
			}
		}
		return top;
	}

	/**
	 * Whether a frame is neither of the JDK nor of a well-known framework.
	 */
	static boolean isOfApplication(String frame) {
		for (String other : OTHERS) {
			if (frame.startsWith(other)) {
				return false;
			}
		}
		return !frame.contains("$$Lambda") && !frame.contains("$$SpringCGLIB");
	}

}
