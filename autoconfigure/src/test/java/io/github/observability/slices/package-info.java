/**
 * A user's project and its tests of one layer each, with the starter on the class path.
 */
@NullMarked
package io.github.observability.slices;

import org.jspecify.annotations.NullMarked;
