package io.github.observability.logging.delivery;

/**
 * Where lines are written. One thread at a time calls it.
 */
@FunctionalInterface
interface LineOutput {

	/**
	 * Write complete lines.
	 * @param bytes holds the lines
	 * @param offset where they begin
	 * @param length how many bytes they have
	 * @return whether they were written; those that were not are lost
	 */
	boolean write(byte[] bytes, int offset, int length);

}
