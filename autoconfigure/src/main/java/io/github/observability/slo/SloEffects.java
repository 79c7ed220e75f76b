package io.github.observability.slo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.github.observability.HttpNames;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a single event meant for the objectives, by the rules that count it. It
 * counts nothing. This type serves the development console and may change in any release.
 */
public final class SloEffects {

	private final SloEvents events;

	SloEffects(SloEvents events) {
		this.events = events;
	}

	/**
	 * Return the effects of a served request.
	 * @param tags the tags of its meter
	 * @param duration its duration
	 * @return one effect for each objective that it concerns
	 */
	public List<Effect> ofRequest(Map<String, String> tags, Duration duration) {
		KeyValues keyValues = keyValues(tags);
		return of(this.events.requestEnd(keyValues, KeyValue.NONE_VALUE), duration,
				(source) -> source instanceof SloSource.Requests requests
						&& requests.matches(keyValues, this.events.names()));
	}

	/**
	 * Return the effects of an observation.
	 * @param name its name
	 * @param tags the tags of its meter
	 * @param duration its duration
	 * @param failed whether it ended with an error
	 * @return one effect for each objective that it concerns
	 */
	public List<Effect> ofObservation(String name, Map<String, String> tags, Duration duration, boolean failed) {
		return of(EventEnd.of(keyValues(tags), tags.getOrDefault("error", KeyValue.NONE_VALUE), failed,
				HttpNames.of(name)), duration, (source) -> SloEvents.isOf(source, name));
	}

	/**
	 * Return the names of observations that have an objective.
	 * @return the names
	 */
	public Set<String> observations() {
		return this.events.observations();
	}

	/**
	 * Return the names of objectives of served requests.
	 * @return the names
	 */
	public Set<String> requestObjectives() {
		return this.events.counts()
			.keySet()
			.stream()
			.filter((slo) -> slo.source() instanceof SloSource.Requests)
			.map(Slo::name)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static KeyValues keyValues(Map<String, String> tags) {
		return KeyValues.of(tags.entrySet(), Map.Entry::getKey, Map.Entry::getValue);
	}

	private List<Effect> of(EventEnd end, Duration duration, Predicate<SloSource> about) {
		List<Effect> effects = new ArrayList<>();
		this.events.counts().forEach((slo, counts) -> {
			if (about.test(slo.source())) {
				Duration limit = slo.slowerThan();
				boolean slow = limit != null && duration.compareTo(limit) > 0;
				SloResult result = slow ? slo.slow(end) : slo.fast(end);
				effects.add(new Effect(slo.name(), slo.description(), result.label(), slo.target(), limit,
						(long) counts.count(SloResult.GOOD), (long) counts.count(SloResult.BAD)));
			}
		});
		return effects;
	}

	/**
	 * What one event meant for an objective.
	 *
	 * @param slo the name of the objective
	 * @param description what the objective promises
	 * @param result {@code good}, {@code bad} or {@code ignored}
	 * @param target the promised share of good events, in percent
	 * @param slowerThan the duration beyond which an event is bad, {@code null} if
	 * duration is irrelevant
	 * @param good good events of this instance
	 * @param bad bad events of this instance
	 */
	public record Effect(String slo, String description, String result, BigDecimal target,
			@Nullable Duration slowerThan, long good, long bad) {

	}

}
