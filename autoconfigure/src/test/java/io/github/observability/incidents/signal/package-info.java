/**
 * Tests of the signals that are read from the meters.
 */
@NullMarked
package io.github.observability.incidents.signal;

import org.jspecify.annotations.NullMarked;
