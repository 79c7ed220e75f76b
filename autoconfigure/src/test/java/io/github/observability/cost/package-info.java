/**
 * Tests of the cost of telemetry, which compare what is measured with what is sent.
 */
@NullMarked
package io.github.observability.cost;

import org.jspecify.annotations.NullMarked;
