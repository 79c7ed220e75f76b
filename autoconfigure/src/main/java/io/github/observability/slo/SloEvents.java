package io.github.observability.slo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.github.observability.golden.RequestClassifier;
import io.github.observability.golden.RequestCounter;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of all objectives. What an event means is found out once for all that end
 * alike; from then on counting one makes no object and takes no lock.
 */
final class SloEvents implements RequestClassifier, MeterBinder {

	private static final Logger logger = LoggerFactory.getLogger(SloEvents.class);

	private final Map<Slo, SloCounts> counts = new LinkedHashMap<>();

	private final LongAdder dropped = new LongAdder();

	private final AtomicBoolean said = new AtomicBoolean();

	SloEvents(List<Slo> slos) {
		for (Slo slo : slos) {
			this.counts.put(slo, (slo.source() instanceof SloSource.BusinessEvents events) ? new BusinessCounts(events)
					: new RecordedCounts());
		}
	}

	Map<Slo, SloCounts> counts() {
		return this.counts;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.counts.forEach((slo, counts) -> {
			if (counts instanceof BusinessCounts business) {
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
		return counter(EventEnd.of(keyValues, error),
				(source) -> source instanceof SloSource.Requests requests && requests.matches(keyValues));
	}

	/**
	 * Return what counts observations.
	 * @param name their name
	 * @param end how they ended
	 * @return what counts them
	 */
	RequestCounter counter(String name, EventEnd end) {
		return counter(end, (source) -> isOf(source, name));
	}

	private RequestCounter counter(EventEnd end, Predicate<SloSource> about) {
		List<ClassifiedRequests.Verdict> verdicts = new ArrayList<>();
		this.counts.forEach((slo, counts) -> {
			if (counts instanceof RecordedCounts recorded && about.test(slo.source())) {
				verdicts.add(ClassifiedRequests.Verdict.of(slo, recorded, end));
			}
		});
		return verdicts.isEmpty() ? RequestCounter.NONE : new ClassifiedRequests(verdicts);
	}

	/**
	 * Return the names of observations that objectives are about.
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
	 * Whether the duration of observations matters.
	 * @param name their name
	 * @return whether it does
	 */
	boolean isTimed(String name) {
		return this.counts.keySet().stream().anyMatch((slo) -> slo.slowerThan() != null && isOf(slo.source(), name));
	}

	private static boolean isOf(SloSource source, String name) {
		return source instanceof SloSource.Observations observations && observations.name().equals(name);
	}

	/**
	 * Note that an observation could not be classified.
	 * @param name its name
	 * @param fault why
	 */
	void drop(@Nullable String name, RuntimeException fault) {
		this.dropped.increment();
		if (this.said.compareAndSet(false, true)) {
			logger.warn("An observation '{}' could not be classified; this is said once, '{}' counts on", name,
					SloMeter.DROPPED.getName(), fault);
		}
	}

}
