/**
 * Whose fault the bad events of objectives were, by the local traces that are exported.
 */
@NullMarked
package io.github.observability.slo.cause;

import org.jspecify.annotations.NullMarked;
