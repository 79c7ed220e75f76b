/**
 * Tail sampling: which traces are exported once their outcome is known.
 */
@NullMarked
package io.github.observability.tracing.tail;

import org.jspecify.annotations.NullMarked;
