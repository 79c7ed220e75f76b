/**
 * Applications of each shape, started as users start theirs, and what is seen of them.
 */
@NullMarked
package io.github.observability.shapes;

import org.jspecify.annotations.NullMarked;
