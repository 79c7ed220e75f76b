@NullMarked
package io.github.observability.logging.flood;

import org.jspecify.annotations.NullMarked;
