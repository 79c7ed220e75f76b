/**
 * Distributed traces: what Boot's tracing is given and corrected in.
 */
@NullMarked
package io.github.observability.tracing;

import org.jspecify.annotations.NullMarked;
