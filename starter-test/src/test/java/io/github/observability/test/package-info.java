@NullMarked
package io.github.observability.test;

import org.jspecify.annotations.NullMarked;
