@NullMarked
package io.github.observability.logging;

import org.jspecify.annotations.NullMarked;
