@NullMarked
package io.github.observability.tracing.export;

import org.jspecify.annotations.NullMarked;
