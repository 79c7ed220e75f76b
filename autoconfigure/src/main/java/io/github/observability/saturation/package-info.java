/**
 * Saturation: how full every limited resource is, as one ratio, and what the kernel says
 * of waiting.
 */
@NullMarked
package io.github.observability.saturation;

import org.jspecify.annotations.NullMarked;
