/**
 * Time until a resource that fills up is exhausted.
 */
@NullMarked
package io.github.observability.saturation.forecast;

import org.jspecify.annotations.NullMarked;
