@NullMarked
package io.github.observability.tracing;

import org.jspecify.annotations.NullMarked;
