/**
 * The context of a request: its id, its user and the MDC keys on every log line that is
 * written for it.
 */
@NullMarked
package io.github.observability.context;

import org.jspecify.annotations.NullMarked;
