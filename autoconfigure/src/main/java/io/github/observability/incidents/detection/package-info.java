/**
 * Baselines and anomaly detectors for series of measurements. Plain Java: nothing here
 * knows Spring, Micrometer or a clock.
 */
@NullMarked
package io.github.observability.incidents.detection;

import org.jspecify.annotations.NullMarked;
