package io.github.observability.cost.shedding;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What telemetry is shed, as the endpoint {@code cost} shows it.
 *
 * @param level the number of kinds of telemetry that are shed
 * @param shed these kinds, in the order in which they were shed
 * @param seconds the time since the first was shed, {@code null} while none is
 * @param readings what is compared with limits
 */
public record SheddingReport(int level, List<String> shed, @Nullable Double seconds, List<Reading> readings) {

	/**
	 * A reading.
	 *
	 * @param signal what is read
	 * @param value the share that is used, from 0 to 1, {@code null} if it is not known
	 * @param enter the limit above which telemetry is shed
	 * @param leave the limit below which telemetry comes back
	 */
	public record Reading(String signal, @Nullable Double value, double enter, double leave) {

	}

}
