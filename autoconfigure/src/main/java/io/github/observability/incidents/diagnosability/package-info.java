/**
 * Which faults the signals of an application show, and which of them look the same.
 */
@NullMarked
package io.github.observability.incidents.diagnosability;

import org.jspecify.annotations.NullMarked;
