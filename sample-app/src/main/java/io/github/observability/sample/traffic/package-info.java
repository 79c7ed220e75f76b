/** Simulated riders, and faults to switch on. */
@NullMarked
package io.github.observability.sample.traffic;

import org.jspecify.annotations.NullMarked;
