package io.github.observability.incidents;

import java.time.Instant;
import java.util.List;

import io.github.observability.saturation.forecast.Exhaustion;
import org.jspecify.annotations.Nullable;

/**
 * Something to look at first during an incident. It states what was measured and claims
 * nothing more.
 *
 * @param rank its place, from 1
 * @param type {@code change}, {@code health}, {@code dependency}, {@code traffic},
 * {@code saturation}, {@code host}, {@code code} or {@code symptom}
 * @param subject what it is about
 * @param signal the signal that differs most, {@code null} for a change
 * @param before the median before, {@code null} for a change and for a resource of which
 * only its end is foreseen
 * @param now the median now, {@code null} for a change; the latest value of a resource of
 * which only its end is foreseen
 * @param shift the distance of the medians in interquartile ranges, {@code null} where
 * {@code before} is
 * @param since when it began to differ, when the change happened, or when the end was
 * foreseen
 * @param statement the same in one sentence
 * @param evidence where to look
 */
public record Suspect(int rank, String type, String subject, @Nullable String signal, @Nullable Double before,
		@Nullable Double now, @Nullable Double shift, Instant since, String statement, Evidence evidence) {

	/**
	 * Where to look.
	 *
	 * @param traceIds traces of bad events that this was the cause of, as their spans
	 * show
	 * @param badEventShare the share of bad events with this cause, {@code null} if
	 * unknown
	 * @param logs exceptions and log patterns that were new or jumped at the time
	 * @param patternIds ids of these log patterns, as the endpoint {@code logpatterns}
	 * has them
	 * @param panel a link to a dashboard panel, {@code null} if none is configured
	 * @param exhaustion when the resource is exhausted, {@code null} if that is not
	 * foreseen or the suspect is no resource
	 * @param slowTraces what slow traces spent their time on since the incident began,
	 * {@code null} if none has a profile, and for suspects that would not show there
	 */
	public record Evidence(List<String> traceIds, @Nullable Double badEventShare, List<String> logs,
			List<String> patternIds, @Nullable String panel, @Nullable Exhaustion exhaustion,
			@Nullable SlowTraces slowTraces) {

	}

	/**
	 * What slow traces spent their time on.
	 *
	 * @param frames the frames that ran most, each with its share of the samples,
	 * averaged over the traces: {@code 63 % com.example.Prices.of}
	 * @param traceIds the latest of these traces in which the first frame ran most
	 */
	public record SlowTraces(List<String> frames, List<String> traceIds) {

	}

}
