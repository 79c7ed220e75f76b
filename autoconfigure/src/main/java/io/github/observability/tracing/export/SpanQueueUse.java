package io.github.observability.tracing.export;

/**
 * Tells how full the queues are in which spans wait for their exporters. For features of
 * the starter; an application has no need of it.
 */
@FunctionalInterface
public interface SpanQueueUse {

	/**
	 * Return the share of the fullest queue that is in use.
	 * @return a share from 0 to 1
	 */
	double utilization();

}
