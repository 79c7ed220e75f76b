@NullMarked
package io.github.observability.tracing.tail;

import org.jspecify.annotations.NullMarked;
