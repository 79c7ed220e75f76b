/**
 * Propagation of the context through messages.
 */
@NullMarked
package io.github.observability.context.messaging;

import org.jspecify.annotations.NullMarked;
