package io.github.observability.tracing.tail;

/**
 * Is notified of each trace that the tail sampler samples, after head sampling rejected
 * it. A bean of this type lets the tail sampler decide even where nothing is exported. It
 * is called on the thread that ends the trace, so it must not block. This type serves the
 * development console and may change in any release.
 */
@FunctionalInterface
public interface TailSamplingListener {

	/**
	 * Called once for each trace.
	 * @param traceId the id of the trace
	 * @param reason why it is sampled: {@code error}, {@code slow} or {@code exemplar}
	 */
	void sampled(String traceId, String reason);

}
