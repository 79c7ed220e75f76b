@NullMarked
package io.github.observability.context.executor;

import org.jspecify.annotations.NullMarked;
