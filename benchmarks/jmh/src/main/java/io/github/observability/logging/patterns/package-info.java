/** Benchmarks of patterns of log lines, in the package of what they measure. */
@NullMarked
package io.github.observability.logging.patterns;

import org.jspecify.annotations.NullMarked;
