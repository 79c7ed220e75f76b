/** Benchmarks of writing lines. */
@NullMarked
package io.github.observability.logging.delivery;

import org.jspecify.annotations.NullMarked;
