/**
 * What the console keeps of a run: spans, lines, meters and moments, each masked and
 * bounded before it is stored.
 */
@NullMarked
package io.github.observability.console.recording;

import org.jspecify.annotations.NullMarked;
