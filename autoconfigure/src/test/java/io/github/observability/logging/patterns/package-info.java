@NullMarked
package io.github.observability.logging.patterns;

import org.jspecify.annotations.NullMarked;
