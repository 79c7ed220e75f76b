package io.github.observability.context;

/**
 * Generates the id of a request that arrives without a valid one. A bean of this type
 * replaces the default, which is 32 random hexadecimal digits.
 */
@FunctionalInterface
public interface RequestIdGenerator {

	/**
	 * Generate an id. This method is called on the thread of the request, so it must be
	 * fast. If it throws or returns an invalid id, a random id is used, which is logged
	 * once.
	 * @return an id of 1 to 64 letters, digits, hyphens and underscores
	 */
	String generate();

}
