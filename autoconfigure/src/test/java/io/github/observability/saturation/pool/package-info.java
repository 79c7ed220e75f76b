/**
 * Tests of pool.
 */
@NullMarked
package io.github.observability.saturation.pool;

import org.jspecify.annotations.NullMarked;
