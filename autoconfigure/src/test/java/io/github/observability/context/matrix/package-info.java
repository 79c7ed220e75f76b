/**
 * Tests of each way that the context of a request takes.
 */
@NullMarked
package io.github.observability.context.matrix;

import org.jspecify.annotations.NullMarked;
