/** An application without the starter. */
@NullMarked
package io.github.observability.test.plain;

import org.jspecify.annotations.NullMarked;
