package io.github.observability.slo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.observability.FailureTable;
import io.github.observability.HttpNames;
import io.github.observability.LogOnce;
import io.github.observability.golden.RequestClassifier;
import io.github.observability.golden.RequestCounter;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The events of all objectives. Events are classified once per kind of end. Counting a
 * classified event allocates nothing and takes no lock.
 */
final class SloEvents implements RequestClassifier, ErrorBudgets, MeterBinder {

	private final Map<Slo, SloCounts> counts = new LinkedHashMap<>();

	private final LongAdder dropped = new LongAdder();

	private final LogOnce droppedOnce = new LogOnce(LoggerFactory.getLogger(SloEvents.class));

	private final FailureTable failures;

	private final Supplier<HttpNames> names;

	/**
	 * Create an instance.
	 * @param slos the objectives
	 * @param failures decides which key-values mean failure
	 * @param names gives the names by which served requests are recorded
	 */
	SloEvents(List<Slo> slos, FailureTable failures, Supplier<HttpNames> names) {
		this.failures = failures;
		this.names = names;
		for (Slo slo : slos) {
			this.counts.put(slo, (slo.source() instanceof SloSource.BusinessEvents events)
					? new SloCounts.Business(events) : new SloCounts.Recorded());
		}
	}

	HttpNames names() {
		return this.names.get();
	}

	Map<Slo, SloCounts> counts() {
		return this.counts;
	}

	@Override
	public Map<String, Double> budgets() {
		return this.counts.keySet().stream().collect(Collectors.toMap(Slo::name, (slo) -> slo.budget().doubleValue()));
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.counts.forEach((slo, counts) -> {
			if (counts instanceof SloCounts.Business business) {
				business.readFrom(registry);
			}
			for (SloResult result : SloResult.values()) {
				FunctionCounter.builder(SloMeter.EVENTS.getName(), counts, (each) -> each.count(result))
					.description(SloMeter.EVENTS.description())
					.tag(SloTag.SLO.asString(), slo.name())
					.tag(SloTag.RESULT.asString(), result.label())
					.register(registry);
			}
		});
		FunctionCounter.builder(SloMeter.DROPPED.getName(), this.dropped, LongAdder::sum)
			.description(SloMeter.DROPPED.description())
			.register(registry);
	}

	@Override
	public List<Duration> thresholds() {
		List<Duration> thresholds = new ArrayList<>();
		for (Slo slo : this.counts.keySet()) {
			Duration threshold = slo.slowerThan();
			if (threshold != null && slo.source() instanceof SloSource.Requests) {
				thresholds.add(threshold);
			}
		}
		return thresholds;
	}

	@Override
	public RequestCounter counter(KeyValues keyValues, String error) {
		HttpNames names = this.names.get();
		return counter(requestEnd(keyValues, error),
				(source) -> source instanceof SloSource.Requests requests && requests.matches(keyValues, names));
	}

	/**
	 * Return the end of a served request.
	 * @param keyValues the low-cardinality key-values of its observation
	 * @param error the simple name of its error, {@code none} without one
	 * @return the end
	 */
	EventEnd requestEnd(KeyValues keyValues, String error) {
		HttpNames names = this.names.get();
		return EventEnd.of(keyValues, error, this.failures.failure(names.requests(), keyValues) != null, names);
	}

	/**
	 * Return the counter for observations.
	 * @param name their name
	 * @param end their end
	 * @return the counter
	 */
	RequestCounter counter(String name, EventEnd end) {
		return counter(end, (source) -> isOf(source, name));
	}

	private RequestCounter counter(EventEnd end, Predicate<SloSource> about) {
		List<ClassifiedRequests.Verdict> verdicts = new ArrayList<>();
		this.counts.forEach((slo, counts) -> {
			if (counts instanceof SloCounts.Recorded recorded && about.test(slo.source())) {
				verdicts.add(ClassifiedRequests.Verdict.of(slo, recorded, end));
			}
		});
		return verdicts.isEmpty() ? RequestCounter.NONE : new ClassifiedRequests(verdicts);
	}

	/**
	 * Return the names of observations with an objective.
	 * @return the names
	 */
	Set<String> observations() {
		return this.counts.keySet()
			.stream()
			.map(Slo::source)
			.filter(SloSource.Observations.class::isInstance)
			.map((source) -> ((SloSource.Observations) source).name())
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Whether the key-values of an observation mean failure.
	 * @param context the context of the observation
	 * @return whether it failed
	 */
	boolean isFailure(Observation.ContextView context) {
		return this.failures.failure(context) != null;
	}

	/**
	 * Return the tags that objectives with observations of a name decide by.
	 * @param name the name of the observations
	 * @return the keys of the tags
	 */
	Set<String> tags(String name) {
		Set<String> tags = new TreeSet<>();
		for (Slo slo : this.counts.keySet()) {
			if (isOf(slo.source(), name)) {
				Stream.concat(slo.bad().stream(), slo.ignored().stream())
					.flatMap((rule) -> Stream.ofNullable(rule.tag()))
					.forEach(tags::add);
			}
		}
		return tags;
	}

	/**
	 * Whether an objective needs the duration of observations.
	 * @param name their name
	 * @return whether the duration is needed
	 */
	boolean isTimed(String name) {
		return this.counts.keySet().stream().anyMatch((slo) -> slo.slowerThan() != null && isOf(slo.source(), name));
	}

	static boolean isOf(SloSource source, String name) {
		return source instanceof SloSource.Observations observations && observations.name().equals(name);
	}

	/**
	 * Count an observation that could not be classified.
	 * @param name its name
	 * @param fault the cause
	 */
	void drop(@Nullable String name, RuntimeException fault) {
		this.dropped.increment();
		this.droppedOnce.warn("Cannot classify observation '{}' for objectives; '{}' counts further failures", name,
				SloMeter.DROPPED.getName(), fault);
	}

}
