/** Quotes the price of a ride. */
@NullMarked
package io.github.observability.sample.pricing;

import org.jspecify.annotations.NullMarked;
