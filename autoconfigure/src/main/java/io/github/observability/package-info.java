/**
 * What every feature shares. Types of this package are public so that the features can
 * use them; they are not an API for applications and may change in any release.
 */
@NullMarked
package io.github.observability;

import org.jspecify.annotations.NullMarked;
