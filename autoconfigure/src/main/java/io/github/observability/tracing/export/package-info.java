/**
 * Export of spans: delivery, accounting and what is removed from spans beforehand.
 */
@NullMarked
package io.github.observability.tracing.export;

import org.jspecify.annotations.NullMarked;
