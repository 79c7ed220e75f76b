/**
 * Tests of profiles.
 */
@NullMarked
package io.github.observability.profiling;

import org.jspecify.annotations.NullMarked;
