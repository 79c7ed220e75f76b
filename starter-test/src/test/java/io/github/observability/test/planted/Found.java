package io.github.observability.test.planted;

import io.github.observability.test.Meters;
import io.github.observability.test.Trace;

/**
 * What the work of a shop left behind.
 *
 * @param shop the shop
 * @param trace the trace of the work
 * @param meters the meters
 */
record Found(Shop shop, Trace trace, Meters meters) {
}
