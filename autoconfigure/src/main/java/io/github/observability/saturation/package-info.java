/**
 * Saturation: how full each limited resource is, as one ratio from 0 to 1.
 */
@NullMarked
package io.github.observability.saturation;

import org.jspecify.annotations.NullMarked;
