package io.github.observability.golden;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.http.HttpMethod;

/**
 * Number of requests being served or sent, by method. Every method has a series from the
 * start, so that no alert waits for an absent series.
 */
final class InFlightRequests implements MeterBinder {

	private static final String UNKNOWN = "UNKNOWN";

	private final String name;

	private final String description;

	private final Map<String, LongAdder> byMethod = Stream
		.concat(Arrays.stream(HttpMethod.values()).map(HttpMethod::name), Stream.of(UNKNOWN))
		.collect(Collectors.toUnmodifiableMap(Function.identity(), (method) -> new LongAdder()));

	private final LongAdder unknown;

	InFlightRequests(String name, GoldenMeter meter) {
		this.name = name;
		this.description = meter.description();
		this.unknown = this.byMethod.getOrDefault(UNKNOWN, new LongAdder());
	}

	LongAdder of(String method) {
		return this.byMethod.getOrDefault(method, this.unknown);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.byMethod.forEach((method, count) -> Gauge.builder(this.name, count, LongAdder::sum)
			.description(this.description)
			.tag(GoldenTag.METHOD.asString(), method)
			.strongReference(true)
			.register(registry));
	}

}
