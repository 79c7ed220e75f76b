@NullMarked
package io.github.observability.golden;

import org.jspecify.annotations.NullMarked;
