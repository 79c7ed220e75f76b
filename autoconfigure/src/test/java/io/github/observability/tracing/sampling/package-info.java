@NullMarked
package io.github.observability.tracing.sampling;

import org.jspecify.annotations.NullMarked;
