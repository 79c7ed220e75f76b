package io.github.observability.cost;

/**
 * Lines or spans, and their bytes.
 *
 * @param count the number of lines or spans
 * @param bytes their bytes
 */
record Volume(long count, long bytes) {

	static final Volume NONE = new Volume(0, 0);

	Volume plus(Volume other) {
		return new Volume(this.count + other.count, this.bytes + other.bytes);
	}

	/**
	 * Return what was added since an earlier reading.
	 * @param earlier the earlier reading
	 * @return the difference
	 */
	Volume since(Volume earlier) {
		return new Volume(Math.max(0, this.count - earlier.count), Math.max(0, this.bytes - earlier.bytes));
	}

}
