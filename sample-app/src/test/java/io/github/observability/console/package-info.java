/** What the console shows, next to what the tests of an application have. */
@NullMarked
package io.github.observability.console;

import org.jspecify.annotations.NullMarked;
