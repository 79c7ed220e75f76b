package io.github.observability.benchmarks;

/**
 * One line of {@code /proc/.../stat}.
 *
 * @param name name of the process or thread
 * @param userTicks clock ticks spent in user mode
 * @param systemTicks clock ticks spent in kernel mode
 * @param childTicks clock ticks of children that have ended
 */
record ProcStat(String name, long userTicks, long systemTicks, long childTicks) {

	/** Index of utime among the fields that follow the name, see proc(5). */
	private static final int USER_TIME = 11;

	static ProcStat parse(String line) {
		// The name may itself contain blanks and parentheses.
		int open = line.indexOf('(');
		int close = line.lastIndexOf(')');
		String[] fields = line.substring(close + 2).trim().split(" ");
		return new ProcStat(line.substring(open + 1, close), number(fields, USER_TIME), number(fields, USER_TIME + 1),
				number(fields, USER_TIME + 2) + number(fields, USER_TIME + 3));
	}

	private static long number(String[] fields, int index) {
		return Long.parseLong(fields[index]);
	}

	/** Clock ticks spent in user and kernel mode. */
	long ticks() {
		return this.userTicks + this.systemTicks;
	}

	/** The system cuts the names of threads after 15 characters. */
	boolean isProfiler() {
		return this.name.startsWith("JFR ") || "observability-profiling".startsWith(this.name);
	}

	boolean isJitCompiler() {
		return this.name.startsWith("C1 Compiler") || this.name.startsWith("C2 Compiler");
	}

}
