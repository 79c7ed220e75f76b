/**
 * Propagation of the context through HTTP clients.
 */
@NullMarked
package io.github.observability.context.client;

import org.jspecify.annotations.NullMarked;
