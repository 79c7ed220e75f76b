/** Starts the variants of a service, measures them and renders what they cost. */
@NullMarked
package io.github.observability.benchmarks;

import org.jspecify.annotations.NullMarked;
