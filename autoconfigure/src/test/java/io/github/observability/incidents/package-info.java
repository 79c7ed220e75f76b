/**
 * Tests of incidents, with a laboratory that plants faults.
 */
@NullMarked
package io.github.observability.incidents;

import org.jspecify.annotations.NullMarked;
