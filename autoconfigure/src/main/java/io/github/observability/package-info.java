/**
 * What every feature shares. Types of this package are public so that the features can
 * use them; they are not an API for applications and may change in any release.
 *
 * <p>
 * {@link io.github.observability.FailureTable} decides which key-values mean that an
 * observation failed. Error tags, span statuses, tail sampling and objectives use it
 * alike. A feature creates its own with
 * {@link io.github.observability.FailureTable#of(org.springframework.core.env.Environment)}.
 */
@NullMarked
package io.github.observability;

import org.jspecify.annotations.NullMarked;
