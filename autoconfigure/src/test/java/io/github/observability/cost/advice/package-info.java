/**
 * Tests of advice with signals whose truth is known.
 */
@NullMarked
package io.github.observability.cost.advice;

import org.jspecify.annotations.NullMarked;
