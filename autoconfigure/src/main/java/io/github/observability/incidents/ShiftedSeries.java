package io.github.observability.incidents;

import io.github.observability.incidents.detection.Shift;
import io.github.observability.incidents.signal.Series;

/**
 * A series whose values shifted.
 *
 * @param series the series
 * @param shift how they shifted
 */
record ShiftedSeries(Series series, Shift shift) {

}
