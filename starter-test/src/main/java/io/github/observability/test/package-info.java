/**
 * Assertions over the traces, meters and log lines of an application under test.
 */
@NullMarked
package io.github.observability.test;

import org.jspecify.annotations.NullMarked;
