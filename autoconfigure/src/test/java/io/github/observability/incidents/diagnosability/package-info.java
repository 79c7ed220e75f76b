/**
 * Tests of diagnosability.
 */
@NullMarked
package io.github.observability.incidents.diagnosability;

import org.jspecify.annotations.NullMarked;
