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
 * The business meters of an application: those that properties declare, from the start,
 * and those that code declares.
 */
final class MeterCatalog {

	private final MeterRegistry registry;

	private final BusinessProperties properties;

	private final Rejections rejections;

	private final TagGuard guard;

	private final Map<String, MeterDeclaration> declarations = new HashMap<>();

	private final Map<String, BoundedSeries<Counter>> counters = new TreeMap<>();

	private final Map<String, BoundedSeries<Timer>> timers = new TreeMap<>();

	private final Map<String, BusinessMeterId> exported = new HashMap<>();

	MeterCatalog(MeterRegistry registry, BusinessProperties properties, Rejections rejections) {
		this.registry = registry;
		this.properties = properties;
		this.rejections = rejections;
		this.guard = new TagGuard(properties.allowedTags());
		properties.meters().forEach(this::declare);
	}

	private void declare(String key, MeterDeclaration declaration) {
		String property = "observability.business.meters." + key;
		try {
			BusinessMeterId id = declaration.id(key);
			requireFit(property, declaration);
			claim(id);
			this.declarations.put(id.name(), declaration);
			this.counters.put(id.name(), counters(id));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("'" + property + "': " + ex.getMessage(), ex);
		}
	}

	private void requireFit(String property, MeterDeclaration declaration) {
		long series = 1;
		for (Map.Entry<String, List<String>> tag : declaration.tags().entrySet()) {
			if (tag.getValue().isEmpty() && this.guard.refusesKey(tag.getKey())) {
				throw new IllegalArgumentException(("tag '%s' tells of one person, one thing or is free text; name its "
						+ "values, or allow it by 'observability.business.allowed-tags'")
					.formatted(tag.getKey()));
			}
			series *= Math.max(1, tag.getValue().size());
			if (series > this.properties.maxSeries()) {
				throw new IllegalArgumentException("its tags make more than %d series; name fewer values, or raise "
					.formatted(this.properties.maxSeries()) + "'observability.business.max-series'");
			}
		}
	}

	synchronized SeriesView<Counter> counter(BusinessMeterId id) {
		claim(id);
		BoundedSeries<Counter> series = this.counters.computeIfAbsent(id.name(), (name) -> counters(id));
		return view(series, id);
	}

	synchronized SeriesView<Timer> timer(BusinessMeterId id) {
		claim(id);
		return view(this.timers.computeIfAbsent(id.name(), (name) -> timers(id)), id);
	}

	/**
	 * Take a name; it is free again once it is given back.
	 */
	synchronized void claimOnce(BusinessMeterId id) {
		if (this.exported.containsKey(id.exportedName())) {
			throw declaredBefore(id.name());
		}
		claim(id);
	}

	synchronized void giveBack(BusinessMeterId id) {
		this.exported.remove(id.exportedName());
	}

	private void claim(BusinessMeterId id) {
		boolean otherKind = this.exported.values()
			.stream()
			.anyMatch((other) -> other.name().equals(id.name()) && !other.isSameKind(id));
		if (otherKind) {
			throw declaredBefore(id.name());
		}
		BusinessMeterId other = this.exported.putIfAbsent(id.exportedName(), id);
		if (other != null && !other.name().equals(id.name())) {
			throw new IllegalArgumentException(
					"Business meters '%s' and '%s' would both be '%s' in Prometheus; rename one of them"
						.formatted(other.name(), id.name(), id.exportedName()));
		}
	}

	private BoundedSeries<Counter> counters(BusinessMeterId id) {
		return new BoundedSeries<>(id, tags(id), this.properties.maxSeries(), this.rejections,
				(tags) -> Counter.builder(id.name())
					.description(id.description())
					.baseUnit(id.baseUnit())
					.tags(tags)
					.register(this.registry));
	}

	private BoundedSeries<Timer> timers(BusinessMeterId id) {
		return new BoundedSeries<>(id, tags(id), this.properties.maxSeries(), this.rejections,
				(tags) -> Timer.builder(id.name()).description(id.description()).tags(tags).register(this.registry));
	}

	private List<TagValues> tags(BusinessMeterId id) {
		MeterDeclaration declaration = this.declarations.get(id.name());
		List<TagValues> tags = new ArrayList<>();
		for (String key : id.tagKeys()) {
			List<String> declared = (declaration != null) ? declaration.allowed(key) : List.of();
			tags.add(new TagValues(id.name(), key, declared, this.properties, this.guard, this.rejections));
		}
		return tags;
	}

	private <M> SeriesView<M> view(BoundedSeries<M> series, BusinessMeterId id) {
		List<String> keys = series.id().tagKeys();
		if (!this.declarations.containsKey(id.name())) {
			if (!keys.equals(id.tagKeys())) {
				throw declaredBefore(id.name());
			}
		}
		else if (!keys.containsAll(id.tagKeys()) || !id.tagKeys().containsAll(keys)) {
			otherKeys(id, keys);
		}
		return new SeriesView<>(series, id.tagKeys(), this.rejections);
	}

	private void otherKeys(BusinessMeterId id, List<String> declared) {
		if (this.properties.isStrict()) {
			throw new UndeclaredException("Business meter '%s' is used with the tags %s but declares the tags %s"
				.formatted(id.name(), id.tagKeys(), declared));
		}
		this.rejections.warnOnce(id.name(), "keys",
				"is used with the tags {} but declares the tags {}; others are left out, missing ones are 'none'",
				id.tagKeys(), declared);
	}

	private static IllegalArgumentException declaredBefore(String name) {
		return new IllegalArgumentException(
				"Business meter '%s' is declared already as another meter or with other tags".formatted(name));
	}

	/**
	 * The counters behind a meter.
	 * @param name the name of the meter
	 * @return its series, none if there is no such meter
	 */
	synchronized Collection<Counter> counters(String name) {
		BoundedSeries<Counter> series = this.counters.get(name);
		return (series != null) ? series.all() : List.of();
	}

	synchronized List<String> names() {
		return this.exported.values().stream().map(BusinessMeterId::name).sorted().toList();
	}

}
