/**
 * Structured log lines: their format, fields and names.
 */
@NullMarked
package io.github.observability.logging;

import org.jspecify.annotations.NullMarked;
