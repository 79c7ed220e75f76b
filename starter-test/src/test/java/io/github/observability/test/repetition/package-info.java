/** Tests that run again and again. */
@NullMarked
package io.github.observability.test.repetition;

import org.jspecify.annotations.NullMarked;
