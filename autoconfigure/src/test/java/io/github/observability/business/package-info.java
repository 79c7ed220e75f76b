@NullMarked
package io.github.observability.business;

import org.jspecify.annotations.NullMarked;
