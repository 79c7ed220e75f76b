/** Strict readers of what the sample emits: spans, log lines and scrapes. */
@NullMarked
package io.github.observability.sample.support;

import org.jspecify.annotations.NullMarked;
