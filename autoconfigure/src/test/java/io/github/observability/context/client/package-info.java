@NullMarked
package io.github.observability.context.client;

import org.jspecify.annotations.NullMarked;
