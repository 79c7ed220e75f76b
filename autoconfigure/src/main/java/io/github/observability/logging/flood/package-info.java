/**
 * Floods of equal log lines, which are counted and summarized.
 */
@NullMarked
package io.github.observability.logging.flood;

import org.jspecify.annotations.NullMarked;
