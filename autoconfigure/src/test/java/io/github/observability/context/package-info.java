@NullMarked
package io.github.observability.context;

import org.jspecify.annotations.NullMarked;
