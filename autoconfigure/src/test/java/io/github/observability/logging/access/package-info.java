@NullMarked
package io.github.observability.logging.access;

import org.jspecify.annotations.NullMarked;
