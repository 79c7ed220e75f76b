/** Finds a free driver for a ride. */
@NullMarked
package io.github.observability.sample.matching;

import org.jspecify.annotations.NullMarked;
