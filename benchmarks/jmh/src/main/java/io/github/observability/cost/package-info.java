/**
 * Cost of the limits of telemetry.
 */
@NullMarked
package io.github.observability.cost;

import org.jspecify.annotations.NullMarked;
