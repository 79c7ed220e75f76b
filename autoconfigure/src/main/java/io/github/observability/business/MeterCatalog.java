package io.github.observability.business;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * The business meters of an application: those declared by properties, which exist from
 * the start, those declared in code, and the scores over them.
 */
final class MeterCatalog {

	private final MeterRegistry registry;

	private final BusinessProperties properties;

	private final RejectionLog rejections;

	private final TagSanitizer guard;

	private final Map<String, BusinessProperties.MeterDeclaration> declarations = new HashMap<>();

	private final Map<String, MeterSeries<Counter>> counters = new TreeMap<>();

	private final Map<String, MeterSeries<Timer>> timers = new TreeMap<>();

	private final Map<String, MeterId> exported = new HashMap<>();

	private final Map<String, Score> scores = new TreeMap<>();

	MeterCatalog(MeterRegistry registry, BusinessProperties properties, RejectionLog rejections) {
		this.registry = registry;
		this.properties = properties;
		this.rejections = rejections;
		this.guard = new TagSanitizer(properties.allowedTags());
		properties.meters().forEach(this::declare);
		properties.scores()
			.forEach((name, declaration) -> this.scores.put(name, new Score(name, declaration, registry)));
	}

	private void declare(String key, BusinessProperties.MeterDeclaration declaration) {
		String property = "observability.business.meters." + key;
		try {
			MeterId id = declaration.id(key);
			requireFit(property, declaration);
			claim(id);
			this.declarations.put(id.name(), declaration);
			this.counters.put(id.name(), counters(id));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("'" + property + "': " + ex.getMessage(), ex);
		}
	}

	private void requireFit(String property, BusinessProperties.MeterDeclaration declaration) {
		long series = 1;
		for (Map.Entry<String, List<String>> tag : declaration.tags().entrySet()) {
			if (tag.getValue().isEmpty() && this.guard.refusesKey(tag.getKey())) {
				throw new IllegalArgumentException(
						("tag '%s' identifies a person or a thing or is free text; declare its "
								+ "values, or add it to 'observability.business.allowed-tags'")
							.formatted(tag.getKey()));
			}
			series *= Math.max(1, tag.getValue().size());
			if (series > this.properties.maxSeries()) {
				throw new IllegalArgumentException("its tags make more than %d series; declare fewer values or raise "
					.formatted(this.properties.maxSeries()) + "'observability.business.max-series'");
			}
		}
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
		if (this.exported.containsKey(id.exportedName())) {
			throw declaredBefore(id.name());
		}
		claim(id);
	}

	synchronized void release(MeterId id) {
		this.exported.remove(id.exportedName());
	}

	private void claim(MeterId id) {
		boolean otherKind = this.exported.values()
			.stream()
			.anyMatch((other) -> other.name().equals(id.name()) && !other.isSameKind(id));
		if (otherKind) {
			throw declaredBefore(id.name());
		}
		MeterId other = this.exported.putIfAbsent(id.exportedName(), id);
		if (other != null && !other.name().equals(id.name())) {
			throw new IllegalArgumentException(
					"Business meters '%s' and '%s' would both be '%s' in Prometheus; rename one of them"
						.formatted(other.name(), id.name(), id.exportedName()));
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
			tags.add(new TagValues(id.name(), key, declared, this.properties, this.guard, this.rejections));
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
		if (this.properties.isStrict()) {
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

	synchronized List<String> names() {
		return this.exported.values().stream().map(MeterId::name).sorted().toList();
	}

}
