@NullMarked
package io.github.observability;

import org.jspecify.annotations.NullMarked;
