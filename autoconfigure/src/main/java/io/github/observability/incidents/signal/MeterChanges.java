package io.github.observability.incidents.signal;

/**
 * Receives changes that show in the meters.
 */
public interface MeterChanges {

	/**
	 * The maximum size of a pool has changed.
	 * @param pool the pool
	 * @param before the size before
	 * @param after the size now
	 */
	void poolResized(String pool, String before, String after);

	/**
	 * A subject has thrown an exception that it had not thrown before.
	 * @param exception the class of the exception
	 * @param subject the subject
	 */
	void newException(String exception, Subject subject);

}
