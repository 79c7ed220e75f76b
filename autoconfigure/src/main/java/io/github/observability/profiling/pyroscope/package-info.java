/**
 * Pyroscope's agent, started with the names that Spring Boot has.
 */
@NullMarked
package io.github.observability.profiling.pyroscope;

import org.jspecify.annotations.NullMarked;
