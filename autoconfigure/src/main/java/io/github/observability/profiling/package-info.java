/**
 * Profiles on demand, continuous profiles and evidence for slow traces.
 */
@NullMarked
package io.github.observability.profiling;

import org.jspecify.annotations.NullMarked;
