/**
 * Telemetry economy: what telemetry weighs, what it costs, and what nobody needs.
 */
@NullMarked
package io.github.observability.cost;

import org.jspecify.annotations.NullMarked;
