/** Tests of the arithmetic and of the page. */
@NullMarked
package io.github.observability.benchmarks;

import org.jspecify.annotations.NullMarked;
