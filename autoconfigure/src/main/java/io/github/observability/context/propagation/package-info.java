/**
 * What of the context goes to other services and what is accepted from callers: trace
 * headers, baggage and the hosts that may receive them.
 */
@NullMarked
package io.github.observability.context.propagation;

import org.jspecify.annotations.NullMarked;
