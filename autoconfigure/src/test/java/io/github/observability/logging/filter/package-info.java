@NullMarked
package io.github.observability.logging.filter;

import org.jspecify.annotations.NullMarked;
