/**
 * Names of what Boot's own instrumentation records, by OpenTelemetry's conventions where
 * the application chose them, and what an application says about itself.
 */
@NullMarked
package io.github.observability.conventions;

import org.jspecify.annotations.NullMarked;
