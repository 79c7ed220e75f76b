/**
 * Tests of forecast.
 */
@NullMarked
package io.github.observability.saturation.forecast;

import org.jspecify.annotations.NullMarked;
