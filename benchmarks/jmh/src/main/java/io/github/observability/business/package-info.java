/** Benchmarks of business events, in the package of what they measure. */
@NullMarked
package io.github.observability.business;

import org.jspecify.annotations.NullMarked;
