@NullMarked
package io.github.observability.logging.otlp;

import org.jspecify.annotations.NullMarked;
