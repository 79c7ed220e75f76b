package io.github.observability.console.recording;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.observability.slo.SloEffects;
import org.jspecify.annotations.Nullable;

/**
 * What a trace meant for the objectives of the service.
 */
public final class TraceObjectives {

	private final SloEffects effects;

	private final ObservedNames names;

	public TraceObjectives(SloEffects effects, ObservedNames names) {
		this.effects = effects;
		this.names = names;
	}

	public List<Row> of(TraceStore.Snapshot trace) {
		List<Row> rows = new ArrayList<>();
		for (RecordedSpan span : trace.spans()) {
			for (SloEffects.Effect effect : of(span)) {
				Duration limit = effect.slowerThan();
				rows.add(new Row(span.spanId(), effect.slo(), effect.description(), effect.result(),
						effect.target().doubleValue(), (limit != null) ? limit.toNanos() / 1e6 : null, effect.good(),
						effect.bad()));
			}
		}
		return rows;
	}

	private List<SloEffects.Effect> of(RecordedSpan span) {
		String observation = this.names.of(span.spanId());
		Duration duration = Duration.ofNanos(span.durationNanos());
		if (observation != null) {
			return this.effects.ofObservation(observation, tags(span), duration, span.error());
		}
		return span.kind().equals("SERVER") ? this.effects.ofRequest(tags(span), duration) : List.of();
	}

	private static Map<String, String> tags(RecordedSpan span) {
		Map<String, String> tags = new HashMap<>();
		span.attributes().forEach((key, value) -> tags.put(key, value.toString()));
		return tags;
	}

	/**
	 * What a span meant for an objective.
	 *
	 * @param spanId the id of the span
	 * @param slo the name of the objective
	 * @param description what it promises
	 * @param result good, bad or ignored
	 * @param target the promised share of good events, in percent
	 * @param slowerThanMillis the duration beyond which an event is bad, {@code null} if
	 * duration is irrelevant
	 * @param good good events of this instance since it started
	 * @param bad bad ones
	 */
	record Row(String spanId, String slo, String description, String result, double target,
			@Nullable Double slowerThanMillis, long good, long bad) {

	}

}
