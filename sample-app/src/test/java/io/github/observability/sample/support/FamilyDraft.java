package io.github.observability.sample.support;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A family whose lines are being read. */
final class FamilyDraft {

	private final String name;

	private final Dialect dialect;

	private final Map<String, String> metadata = new HashMap<>();

	private final List<Sample> samples = new ArrayList<>();

	FamilyDraft(String name, Dialect dialect) {
		this.name = name;
		this.dialect = dialect;
	}

	String name() {
		return this.name;
	}

	String type() {
		return this.metadata.getOrDefault("TYPE", this.dialect.untyped());
	}

	List<String> sampleNames() {
		return this.dialect.suffixes(type()).stream().map(this.name::concat).toList();
	}

	void describe(LineLexer line, String keyword, String text) {
		if (!this.samples.isEmpty()) {
			throw line.refusal("%s of '%s' after its samples".formatted(keyword, this.name));
		}
		if (this.metadata.putIfAbsent(keyword, text) != null) {
			throw line.refusal("second %s of '%s'".formatted(keyword, this.name));
		}
	}

	void add(Sample sample) {
		this.samples.add(sample);
	}

	MetricFamily finish() {
		return new MetricFamily(this.name, type(), this.metadata.getOrDefault("HELP", ""),
				this.metadata.getOrDefault("UNIT", ""), List.copyOf(this.samples));
	}

}
