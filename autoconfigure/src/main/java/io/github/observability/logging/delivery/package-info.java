/**
 * Writes encoded lines to the console and to files.
 */
@NullMarked
package io.github.observability.logging.delivery;

import org.jspecify.annotations.NullMarked;
