package io.github.observability.golden;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.github.observability.HttpNames;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.http.HttpMethod;

/**
 * Number of requests being served or sent, by method. Every method has a series from the
 * start, so that no alert waits for an absent series.
 */
final class InFlightRequests implements MeterBinder {

	private final Supplier<HttpNames> names;

	private final String description;

	private final Map<String, LongAdder> byMethod = Arrays.stream(HttpMethod.values())
		.map(HttpMethod::name)
		.collect(Collectors.toUnmodifiableMap(Function.identity(), (method) -> new LongAdder()));

	private final LongAdder unknown = new LongAdder();

	/**
	 * Create counts.
	 * @param names gives the names, which are not known before the registry is
	 * @param meter describes the meter
	 */
	InFlightRequests(Supplier<HttpNames> names, GoldenMeter meter) {
		this.names = names;
		this.description = meter.description();
	}

	LongAdder of(String method) {
		return this.byMethod.getOrDefault(method, this.unknown);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		HttpNames names = this.names.get();
		this.byMethod.forEach((method, count) -> register(registry, names, method, count));
		register(registry, names, names.unknownMethod(), this.unknown);
	}

	private void register(MeterRegistry registry, HttpNames names, String method, LongAdder count) {
		Gauge.builder(names.active(), count, LongAdder::sum)
			.description(this.description)
			.tag(names.method(), method)
			.strongReference(true)
			.register(registry);
	}

}
