/**
 * Tests of how Pyroscope's agent is started.
 */
@NullMarked
package io.github.observability.profiling.pyroscope;

import org.jspecify.annotations.NullMarked;
