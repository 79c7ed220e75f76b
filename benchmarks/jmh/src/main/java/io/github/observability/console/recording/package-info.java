/** What the console takes from a thread that it records. */
@NullMarked
package io.github.observability.console.recording;

import org.jspecify.annotations.NullMarked;
