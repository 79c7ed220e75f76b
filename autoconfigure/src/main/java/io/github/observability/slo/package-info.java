/**
 * Service level objectives: what is promised of which requests, observations or business
 * events, the counters that tell whether it is kept, and the files that make alerts of
 * them.
 */
@NullMarked
package io.github.observability.slo;

import org.jspecify.annotations.NullMarked;
