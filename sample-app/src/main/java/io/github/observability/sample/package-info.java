/** A ride-hailing marketplace whose roles live in one process and talk over HTTP. */
@NullMarked
package io.github.observability.sample;

import org.jspecify.annotations.NullMarked;
