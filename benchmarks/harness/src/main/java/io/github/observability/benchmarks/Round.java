package io.github.observability.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * A variant beside the bare service of its round.
 *
 * @param variant the name of the variant
 * @param number which round it is
 * @param loadAverage load average of the machine before it
 * @param measured the variant
 * @param bare the bare service
 * @param failure why there is nothing to compare
 */
record Round(String variant, int number, double loadAverage, @Nullable Side measured, @Nullable Side bare,
		@Nullable String failure) {

}
