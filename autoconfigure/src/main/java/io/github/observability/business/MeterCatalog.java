package io.github.observability.business;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.observability.BusinessMeterNames;
import io.github.observability.InvalidSettingException;
import io.github.observability.PrometheusNames;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * The business meters of an application: those declared by properties, which exist from
 * the start, those declared in code, and the scores over them.
 */
final class MeterCatalog implements BusinessMeterNames {

	private final MeterRegistry registry;

	private final BusinessProperties properties;

	private final RejectionLog rejections;

	private final TagSanitizer sanitizer;

	private final Map<String, BusinessProperties.MeterDeclaration> declarations = new HashMap<>();

	private final Map<String, MeterSeries<Counter>> counters = new TreeMap<>();

	private final Map<String, MeterSeries<Timer>> timers = new TreeMap<>();

	private final PrometheusNames prometheusNames;

	private final Map<String, MeterId> ids = new TreeMap<>();

	/** Names in a Prometheus scrape, with the meter that takes each. */
	private final Map<String, String> exported = new HashMap<>();

	private final Map<String, Score> scores = new TreeMap<>();

	MeterCatalog(MeterRegistry registry, BusinessProperties properties, RejectionLog rejections) {
		this.registry = registry;
		this.properties = properties;
		this.rejections = rejections;
		this.sanitizer = properties.tagSanitizer();
		this.prometheusNames = PrometheusNames.of(registry);
		properties.meters().forEach(this::declare);
		properties.scores()
			.forEach((name, declaration) -> this.scores.put(name, new Score(name, declaration, registry)));
	}

	private void declare(String key, BusinessProperties.MeterDeclaration declaration) {
		MeterId id = declaration.id(key);
		try {
			claim(id);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSettingException(BusinessProperties.PREFIX + "meters." + key + ".name", id.name(),
					String.valueOf(ex.getMessage()), "Set another name.");
		}
		this.declarations.put(id.name(), declaration);
		this.counters.put(id.name(), counters(id));
	}

	synchronized MeterSeriesView<Counter> counter(MeterId id) {
		claim(id);
		MeterSeries<Counter> series = this.counters.computeIfAbsent(id.name(), (name) -> counters(id));
		return view(series, id);
	}

	synchronized MeterSeriesView<Timer> timer(MeterId id) {
		claim(id);
		return view(this.timers.computeIfAbsent(id.name(), (name) -> timers(id)), id);
	}

	/**
	 * Claim a name until it is released.
	 */
	synchronized void claimExclusively(MeterId id) {
		if (this.ids.containsKey(id.name())) {
			throw declaredBefore(id.name());
		}
		claim(id);
	}

	synchronized void release(MeterId id) {
		this.ids.remove(id.name());
		this.exported.values().removeIf(id.name()::equals);
	}

	private void claim(MeterId id) {
		MeterId before = this.ids.get(id.name());
		if (before != null) {
			if (!before.isSameKind(id)) {
				throw declaredBefore(id.name());
			}
			return;
		}
		PrometheusNames.Exported names = this.prometheusNames.of(id.name(), id.type(), id.baseUnit());
		if (!names.faithful()) {
			throw new IllegalArgumentException(
					("Business meter '%s' would be '%s' in Prometheus, which reserves the suffix '%s'; rename it, for "
							+ "example to '%s'")
						.formatted(id.name(), names.name(), id.lastWord(), id.withLastWordFirst()));
		}
		for (String name : names.reserved()) {
			String other = this.exported.get(name);
			if (other != null) {
				throw new IllegalArgumentException(
						"Business meters '%s' and '%s' would both be '%s' in Prometheus; rename one of them"
							.formatted(other, id.name(), name));
			}
		}
		requireNoOtherMeter(id, names.name());
		names.reserved().forEach((name) -> this.exported.put(name, id.name()));
		this.ids.put(id.name(), id);
	}

	/**
	 * Check the meters that other code has registered so far.
	 */
	private void requireNoOtherMeter(MeterId id, String exportedName) {
		String family = this.prometheusNames.family(id.name(), id.type(), id.baseUnit());
		for (Meter meter : this.registry.getMeters()) {
			Meter.Id other = meter.getId();
			if (!other.getName().equals(id.name()) && !this.ids.containsKey(other.getName()) && family
				.equals(this.prometheusNames.family(other.getName(), other.getType(), other.getBaseUnit()))) {
				throw new IllegalArgumentException(
						"Business meter '%s' and meter '%s' would both be '%s' in Prometheus; rename one of them"
							.formatted(id.name(), other.getName(), exportedName));
			}
		}
	}

	private MeterSeries<Counter> counters(MeterId id) {
		return new MeterSeries<>(id, tags(id), this.properties.maxSeries(), this.rejections,
				(tags) -> Counter.builder(id.name())
					.description(id.description())
					.baseUnit(id.baseUnit())
					.tags(tags)
					.register(this.registry));
	}

	private MeterSeries<Timer> timers(MeterId id) {
		return new MeterSeries<>(id, tags(id), this.properties.maxSeries(), this.rejections,
				(tags) -> Timer.builder(id.name()).description(id.description()).tags(tags).register(this.registry));
	}

	private List<TagValues> tags(MeterId id) {
		BusinessProperties.MeterDeclaration declaration = this.declarations.get(id.name());
		List<TagValues> tags = new ArrayList<>();
		for (String key : id.tagKeys()) {
			List<String> declared = (declaration != null) ? declaration.allowed(key) : List.of();
			tags.add(new TagValues(id.name(), key, declared, this.properties, this.sanitizer, this.rejections));
		}
		return tags;
	}

	private <M> MeterSeriesView<M> view(MeterSeries<M> series, MeterId id) {
		List<String> keys = series.id().tagKeys();
		if (!this.declarations.containsKey(id.name())) {
			if (!keys.equals(id.tagKeys())) {
				throw declaredBefore(id.name());
			}
		}
		else if (!keys.containsAll(id.tagKeys()) || !id.tagKeys().containsAll(keys)) {
			otherKeys(id, keys);
		}
		return new MeterSeriesView<>(series, id.tagKeys(), this.rejections);
	}

	private void otherKeys(MeterId id, List<String> declared) {
		if (this.properties.strict()) {
			throw RejectedException.undeclared("Business meter '%s' is used with the tags %s but declares the tags %s"
				.formatted(id.name(), id.tagKeys(), declared));
		}
		this.rejections.warnOnce(id.name(), "keys",
				"is used with the tags {} but declares the tags {}; other tags are dropped, missing ones are 'none'",
				id.tagKeys(), declared);
	}

	private static IllegalArgumentException declaredBefore(String name) {
		return new IllegalArgumentException(
				"Business meter '%s' is already declared as another meter or with other tags".formatted(name));
	}

	/**
	 * Return the counters of a meter.
	 * @param name the name of the meter
	 * @return its series, empty if there is no such meter
	 */
	synchronized Collection<Counter> counters(String name) {
		MeterSeries<Counter> series = this.counters.get(name);
		return (series != null) ? series.all() : List.of();
	}

	Map<String, Score> scores() {
		return this.scores;
	}

	synchronized List<MeterId> ids() {
		return List.copyOf(this.ids.values());
	}

	@Override
	public synchronized Set<String> names() {
		return Set.copyOf(this.ids.keySet());
	}

	/**
	 * Return the name of a meter in a Prometheus scrape.
	 * @param id the meter
	 * @return the name
	 */
	String prometheusName(MeterId id) {
		return this.prometheusNames.of(id.name(), id.type(), id.baseUnit()).name();
	}

}
