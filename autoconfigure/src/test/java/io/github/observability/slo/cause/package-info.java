/**
 * Tests of the causes of bad events.
 */
@NullMarked
package io.github.observability.slo.cause;

import org.jspecify.annotations.NullMarked;
