/**
 * Evidence for slow traces: what another feature knows of the time that they took.
 */
@NullMarked
package io.github.observability.tracing.evidence;

import org.jspecify.annotations.NullMarked;
