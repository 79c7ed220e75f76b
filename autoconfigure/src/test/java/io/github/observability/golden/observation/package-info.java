@NullMarked
package io.github.observability.golden.observation;

import org.jspecify.annotations.NullMarked;
