package io.github.observability;

/**
 * Names of the meters of the Java virtual machine and of their tags.
 *
 * @param cpuUsage the gauge of the share of the processors that the process uses
 * @param cpuCount the gauge of the number of processors
 * @param memoryUsed the gauge of the memory in use, by area and pool
 * @param memoryMax the gauge of the most memory that a pool may have
 * @param memoryArea the tag of the area of memory
 * @param memoryPool the tag of the pool of memory
 * @param nonHeap the area that is not the heap, which is {@link #HEAP} in both
 * conventions
 * @param threads the gauge of the threads by state
 * @param threadState the tag of the state of threads
 * @param classes the gauge of the loaded classes
 * @see RecordedNames
 */
public record JvmNames(String cpuUsage, String cpuCount, String memoryUsed, String memoryMax, String memoryArea,
		String memoryPool, String nonHeap, String threads, String threadState, String classes) {

	/** The area of memory for objects. */
	public static final String HEAP = "heap";

	/** The gauge of all threads, for which there is only Micrometer's name. */
	public static final String LIVE_THREADS = "jvm.threads.live";

	/** The timer of pauses, for which there is only Micrometer's name. */
	public static final String GC_PAUSE = "jvm.gc.pause";

	private static final JvmNames MICROMETER = new JvmNames("process.cpu.usage", "system.cpu.count", "jvm.memory.used",
			"jvm.memory.max", "area", "id", "nonheap", "jvm.threads.states", "state", "jvm.classes.loaded");

	private static final JvmNames OPENTELEMETRY = new JvmNames("jvm.cpu.recent_utilization", "jvm.cpu.count",
			"jvm.memory.used", "jvm.memory.limit", "jvm.memory.type", "jvm.memory.pool.name", "non_heap",
			"jvm.thread.count", "jvm.thread.state", "jvm.class.count");

	/**
	 * Return the names.
	 * @param convention a convention
	 * @return its names
	 */
	public static JvmNames of(SemanticConvention convention) {
		return (convention == SemanticConvention.OPENTELEMETRY) ? OPENTELEMETRY : MICROMETER;
	}

	/**
	 * Return the names of an application that chose a convention for each kind of meter.
	 */
	static JvmNames of(SemanticConvention cpu, SemanticConvention memory, SemanticConvention threads,
			SemanticConvention classes) {
		return new JvmNames(of(cpu).cpuUsage(), of(cpu).cpuCount(), of(memory).memoryUsed(), of(memory).memoryMax(),
				of(memory).memoryArea(), of(memory).memoryPool(), of(memory).nonHeap(), of(threads).threads(),
				of(threads).threadState(), of(classes).classes());
	}

}
