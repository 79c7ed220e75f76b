/**
 * Service level objectives over requests, observations and business events: their event
 * counters, and the rules and files for alerting.
 */
@NullMarked
package io.github.observability.slo;

import org.jspecify.annotations.NullMarked;
