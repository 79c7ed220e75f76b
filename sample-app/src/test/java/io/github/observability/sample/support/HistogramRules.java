package io.github.observability.sample.support;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** What buckets, count and sum must be to form one histogram. */
final class HistogramRules {

	private final Scrape scrape;

	private final MetricFamily family;

	private HistogramRules(Scrape scrape, MetricFamily family) {
		this.scrape = scrape;
		this.family = family;
	}

	static void check(Scrape scrape, MetricFamily family, boolean countRequired) {
		HistogramRules rules = new HistogramRules(scrape, family);
		family.metrics("le").forEach((labels, samples) -> rules.check(labels, samples, countRequired));
	}

	private void check(Map<String, String> labels, List<Sample> samples, boolean countRequired) {
		Sample last = buckets(labels, samples);
		Double count = value(labels, "_count", "_gcount");
		Double sum = value(labels, "_sum", "_gsum");
		if ((count == null) != (sum == null) || (count == null && countRequired)) {
			throw this.family.refusal(labels + " needs both _count and _sum");
		}
		if (count != null && count != last.value()) {
			throw this.family.refusal("+Inf bucket is not _count " + count + ": " + last);
		}
	}

	private Sample buckets(Map<String, String> labels, List<Sample> samples) {
		Sample previous = null;
		for (Sample sample : samples) {
			if (sample.name().equals(this.family.name() + "_bucket")) {
				checkBucket(previous, sample);
				previous = sample;
			}
		}
		if (previous == null || !"+Inf".equals(previous.labels().get("le"))) {
			throw this.family.refusal(labels + " has no bucket le=\"+Inf\"");
		}
		return previous;
	}

	private void checkBucket(@Nullable Sample previous, Sample bucket) {
		if (!(bucket.value() >= 0)) {
			throw this.family.refusal("bucket below zero or not a number: " + bucket);
		}
		if (previous == null) {
			bound(bucket);
			return;
		}
		if (!(bound(bucket) > bound(previous))) {
			throw this.family.refusal("buckets not sorted: " + previous + ", then " + bucket);
		}
		if (bucket.value() < previous.value()) {
			throw this.family.refusal("buckets not cumulative: " + previous + ", then " + bucket);
		}
	}

	private double bound(Sample bucket) {
		String le = bucket.labels().getOrDefault("le", "");
		if (!le.equals("+Inf") && !Numbers.REAL.matcher(le).matches()) {
			throw this.family.refusal("bucket without a number as le: " + bucket);
		}
		return Numbers.parse(le);
	}

	/**
	 * The sample with one of the suffixes. Prometheus text has no gauge histograms, so
	 * the Prometheus client writes their count and sum as gauges, families of their own.
	 */
	private @Nullable Double value(Map<String, String> labels, String suffix, String gaugeSuffix) {
		for (String name : List.of(this.family.name() + suffix, this.family.name() + gaugeSuffix)) {
			for (Sample sample : this.scrape.samples(name)) {
				if (Objects.equals(sample.identity(""), labels)) {
					return sample.value();
				}
			}
		}
		return null;
	}

}
