/**
 * Distributed tracing: additions to and corrections of Boot's tracing.
 */
@NullMarked
package io.github.observability.tracing;

import org.jspecify.annotations.NullMarked;
