/**
 * Which signals tell something, and which repeat others. Plain Java: nothing here knows
 * Spring, Micrometer or a clock.
 */
@NullMarked
package io.github.observability.cost.advice;

import org.jspecify.annotations.NullMarked;
