@NullMarked
package io.github.observability.resource;

import org.jspecify.annotations.NullMarked;
