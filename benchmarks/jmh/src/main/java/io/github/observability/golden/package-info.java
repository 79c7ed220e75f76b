/** Benchmarks of recording of served requests, in the package of what they measure. */
@NullMarked
package io.github.observability.golden;

import org.jspecify.annotations.NullMarked;
