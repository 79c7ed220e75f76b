/**
 * Tests of propagation.
 */
@NullMarked
package io.github.observability.context.propagation;

import org.jspecify.annotations.NullMarked;
