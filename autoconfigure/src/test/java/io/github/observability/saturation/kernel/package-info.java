/**
 * Tests of kernel.
 */
@NullMarked
package io.github.observability.saturation.kernel;

import org.jspecify.annotations.NullMarked;
