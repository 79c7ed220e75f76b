@NullMarked
package io.github.observability.logging.masking;

import org.jspecify.annotations.NullMarked;
