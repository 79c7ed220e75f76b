/** Riders that never sleep, and the switch that breaks things for them. */
@NullMarked
package io.github.observability.sample.traffic;

import org.jspecify.annotations.NullMarked;
