package io.github.observability.sample.support;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** Sorts lines into families and refuses what comes back or comes twice. */
final class ScrapeBuilder {

	private final Dialect dialect;

	private final List<MetricFamily> families = new ArrayList<>();

	private final Map<String, String> ownersBySampleName = new HashMap<>();

	private final Set<Series> series = new HashSet<>();

	private @Nullable FamilyDraft current;

	ScrapeBuilder(Dialect dialect) {
		this.dialect = dialect;
	}

	void describe(LineLexer line, String familyName, String keyword, String text) {
		FamilyDraft family = this.current;
		if (family == null || !family.name().equals(familyName)) {
			family = begin(line, familyName);
		}
		if (keyword.equals("TYPE") && !this.dialect.knows(text)) {
			throw line.refusal("unknown type '" + text + "'");
		}
		family.describe(line, keyword, text);
	}

	/** Takes the sample and returns the type of the family it belongs to. */
	String add(LineLexer line, Sample sample) {
		FamilyDraft family = this.current;
		if (family == null || !family.sampleNames().contains(sample.name())) {
			family = begin(line, sample.name());
		}
		if (!this.series.add(new Series(sample.name(), sample.identity("")))) {
			throw line.refusal("duplicate series");
		}
		family.add(sample);
		return family.type();
	}

	Scrape build(LineLexer lastLine) {
		close(lastLine);
		return new Scrape(List.copyOf(this.families));
	}

	private FamilyDraft begin(LineLexer line, String familyName) {
		close(line);
		String owner = this.ownersBySampleName.get(familyName);
		if (owner != null) {
			throw line.refusal("'%s' was used by family '%s' before: not together, or the name does not fit its type"
				.formatted(familyName, owner));
		}
		FamilyDraft family = new FamilyDraft(familyName, this.dialect);
		this.current = family;
		return family;
	}

	private void close(LineLexer line) {
		FamilyDraft family = this.current;
		if (family == null) {
			return;
		}
		own(line, family.name(), family);
		family.sampleNames().forEach((sampleName) -> own(line, sampleName, family));
		this.families.add(family.finish());
		this.current = null;
	}

	private void own(LineLexer line, String sampleName, FamilyDraft family) {
		String owner = this.ownersBySampleName.putIfAbsent(sampleName, family.name());
		if (owner != null && !owner.equals(family.name())) {
			throw line
				.refusal("family '%s' above takes '%s' from family '%s'".formatted(family.name(), sampleName, owner));
		}
	}

	private record Series(String name, Map<String, String> labels) {

	}

}
