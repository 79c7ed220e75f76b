@NullMarked
package io.github.observability.console;

import org.jspecify.annotations.NullMarked;
