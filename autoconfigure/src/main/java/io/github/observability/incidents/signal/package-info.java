/**
 * Signals: what the meters say about routes, dependencies, resources and business events,
 * read once per step. Nothing here knows incidents.
 */
@NullMarked
package io.github.observability.incidents.signal;

import org.jspecify.annotations.NullMarked;
