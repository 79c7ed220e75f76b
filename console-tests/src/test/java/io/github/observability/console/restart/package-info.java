/** An application that DevTools restart. */
@NullMarked
package io.github.observability.console.restart;

import org.jspecify.annotations.NullMarked;
