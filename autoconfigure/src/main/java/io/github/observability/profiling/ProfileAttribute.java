package io.github.observability.profiling;

import java.util.List;

import io.github.observability.SpanAttribute;
import io.opentelemetry.api.common.AttributeKey;

/**
 * Attributes of the event of a slow trace that has its profile.
 */
enum ProfileAttribute implements SpanAttribute {

	/** Where the time went. */
	FRAMES("profile.frames", "string[]",
			"The five frames that ran most while threads worked for a slow trace, each with its share of the samples"),

	/** How many samples say so. */
	SAMPLES("profile.samples", "int", "Samples of threads while they worked for the trace"),

	/** How much that is. */
	CPU_NANOS("profile.cpu_nanos", "int",
			"Nanoseconds of CPU time that the samples stand for; the rest of the trace is waiting");

	private final String key;

	private final String type;

	private final String description;

	ProfileAttribute(String key, String type, String description) {
		this.key = key;
		this.type = type;
		this.description = description;
	}

	@Override
	public String asString() {
		return this.key;
	}

	@Override
	public String type() {
		return this.type;
	}

	@Override
	public String description() {
		return this.description;
	}

	AttributeKey<List<String>> list() {
		return AttributeKey.stringArrayKey(this.key);
	}

	AttributeKey<Long> number() {
		return AttributeKey.longKey(this.key);
	}

}
