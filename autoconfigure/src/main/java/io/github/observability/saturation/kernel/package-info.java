/**
 * Saturation as the Linux kernel reports it: cgroups, pressure stall information, run
 * queue and network.
 */
@NullMarked
package io.github.observability.saturation.kernel;

import org.jspecify.annotations.NullMarked;
