package io.github.observability.cost.series;

/**
 * The limits of series. Whoever denies a meter says so, because filters are asked for the
 * id of a meter before one of them denies it. For features of the starter; an application
 * has no need of it.
 */
public interface SeriesLimits {

	/**
	 * Take no more notice of a meter, and give back the places of its series.
	 * @param meter the name of the meter
	 */
	void denied(String meter);

}
