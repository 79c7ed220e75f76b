/**
 * Meters of observations of any kind.
 */
@NullMarked
package io.github.observability.golden.observation;

import org.jspecify.annotations.NullMarked;
