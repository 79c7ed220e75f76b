/**
 * Limits of the number of series of every meter.
 */
@NullMarked
package io.github.observability.cost.series;

import org.jspecify.annotations.NullMarked;
