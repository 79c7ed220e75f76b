/** The API for riders: rides from request to settlement. */
@NullMarked
package io.github.observability.sample.rider;

import org.jspecify.annotations.NullMarked;
