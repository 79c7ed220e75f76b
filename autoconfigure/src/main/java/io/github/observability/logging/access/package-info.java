/**
 * Writes one access line for each request that the application serves.
 */
@NullMarked
package io.github.observability.logging.access;

import org.jspecify.annotations.NullMarked;
