/**
 * What analyzing a trace costs.
 */
@NullMarked
package io.github.observability.tracing.analysis;

import org.jspecify.annotations.NullMarked;
