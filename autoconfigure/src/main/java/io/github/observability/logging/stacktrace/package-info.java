/**
 * Stack traces of log lines: root cause first, bounded, with a hash to group by.
 */
@NullMarked
package io.github.observability.logging.stacktrace;

import org.jspecify.annotations.NullMarked;
