@NullMarked
package io.github.observability.logging.level;

import org.jspecify.annotations.NullMarked;
