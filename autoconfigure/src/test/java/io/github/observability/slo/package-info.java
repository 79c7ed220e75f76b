/**
 * Tests of service level objectives.
 */
@NullMarked
package io.github.observability.slo;

import org.jspecify.annotations.NullMarked;
