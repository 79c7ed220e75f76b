/** A small application with bugs of instrumentation, each of which an assertion finds. */
@NullMarked
package io.github.observability.test.planted;

import org.jspecify.annotations.NullMarked;
