package io.github.observability.profiling;

/**
 * Names of frames, alike from each source and in each run.
 */
final class FrameNames {

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

}
