/** Benchmarks of log lines, in the package of what they measure. */
@NullMarked
package io.github.observability.logging;

import org.jspecify.annotations.NullMarked;
