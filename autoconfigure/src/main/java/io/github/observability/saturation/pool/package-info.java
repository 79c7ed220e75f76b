/**
 * Saturation of pools: executors, data sources, web servers and HTTP clients.
 */
@NullMarked
package io.github.observability.saturation.pool;

import org.jspecify.annotations.NullMarked;
