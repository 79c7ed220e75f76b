/**
 * Patterns of log lines, mined from their text.
 */
@NullMarked
package io.github.observability.logging.patterns;

import org.jspecify.annotations.NullMarked;
