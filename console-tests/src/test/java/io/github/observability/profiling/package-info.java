/**
 * Flame graphs in a real browser.
 */
@NullMarked
package io.github.observability.profiling;

import org.jspecify.annotations.NullMarked;
