@NullMarked
package io.github.observability.cost.series;

import org.jspecify.annotations.NullMarked;
