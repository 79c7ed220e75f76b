/**
 * Tests of detectors, on series that are generated from seeds.
 */
@NullMarked
package io.github.observability.incidents.detection;

import org.jspecify.annotations.NullMarked;
