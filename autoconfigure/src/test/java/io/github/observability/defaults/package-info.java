@NullMarked
package io.github.observability.defaults;

import org.jspecify.annotations.NullMarked;
