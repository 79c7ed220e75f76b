/**
 * Load shedding: which telemetry goes while the application is short of memory, of CPU or
 * of room for its spans.
 */
@NullMarked
package io.github.observability.cost.shedding;

import org.jspecify.annotations.NullMarked;
