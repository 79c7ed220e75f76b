/** Cost of what all features share. */
@NullMarked
package io.github.observability;

import org.jspecify.annotations.NullMarked;
