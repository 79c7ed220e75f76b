/** Sends drivers to their rides. */
@NullMarked
package io.github.observability.sample.dispatch;

import org.jspecify.annotations.NullMarked;
