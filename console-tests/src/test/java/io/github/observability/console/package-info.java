/** The console on servers and in a browser. */
@NullMarked
package io.github.observability.console;

import org.jspecify.annotations.NullMarked;
