@NullMarked
package io.github.observability.saturation;

import org.jspecify.annotations.NullMarked;
