/**
 * Cost of the limits of series.
 */
@NullMarked
package io.github.observability.cost.series;

import org.jspecify.annotations.NullMarked;
