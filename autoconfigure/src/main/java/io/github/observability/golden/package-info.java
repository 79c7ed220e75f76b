/**
 * Golden signals: traffic, errors, latency and requests in flight of what the service
 * serves and calls.
 */
@NullMarked
package io.github.observability.golden;

import org.jspecify.annotations.NullMarked;
