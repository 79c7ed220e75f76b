/**
 * What the tests of several features need: a running application to call.
 */
@NullMarked
package io.github.observability.testing;

import org.jspecify.annotations.NullMarked;
