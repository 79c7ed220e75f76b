/**
 * What telemetry costs, and limits for it.
 */
@NullMarked
package io.github.observability.cost;

import org.jspecify.annotations.NullMarked;
