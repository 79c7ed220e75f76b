package io.github.observability.slo;

/**
 * Counts of the events of an objective since the start of this instance.
 */
interface SloCounts {

	/**
	 * Return how many events had a result.
	 * @param result the result
	 * @return how many
	 */
	double count(SloResult result);

	/**
	 * Whether there was any event.
	 * @return whether there was one
	 */
	default boolean isSeen() {
		for (SloResult result : SloResult.values()) {
			if (count(result) > 0) {
				return true;
			}
		}
		return false;
	}

}
