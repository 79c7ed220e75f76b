@NullMarked
package io.github.observability.cost.shedding;

import org.jspecify.annotations.NullMarked;
