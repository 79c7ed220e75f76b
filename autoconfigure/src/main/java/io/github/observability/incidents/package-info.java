/**
 * Incidents: which signals differ from their baseline, which of them belong together,
 * what changed before, and whom to look at first.
 */
@NullMarked
package io.github.observability.incidents;

import org.jspecify.annotations.NullMarked;
