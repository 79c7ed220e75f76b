/**
 * What a service says about itself: the same name, version and environment on log lines,
 * spans and a gauge.
 */
@NullMarked
package io.github.observability.resource;

import org.jspecify.annotations.NullMarked;
