package io.github.observability.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures a service that is profiled all the time beside itself while profiling is
 * paused.
 */
final class ProfilingComparison {

	/** Profiling follows within a second, and starting it costs something of its own. */
	private static final Duration SETTLING = Duration.ofSeconds(3);

	private final Layout layout;

	private final Instruments instruments;

	private final Settings settings;

	ProfilingComparison(Layout layout, Instruments instruments, Settings settings) {
		this.layout = layout;
		this.instruments = instruments;
		this.settings = settings;
	}

	ProfilingCost run(Variant profiled, Machine machine) throws IOException {
		List<ProfilingCost.Pair> pairs = new ArrayList<>();
		int seconds = this.settings.profilingSliceSeconds();
		ServiceProcess service = ServiceProcess.start(profiled, this.layout, this.instruments.sink());
		try (Measurement measurement = new Measurement(service, this.instruments)) {
			measurement.warmUp(Endpoint.HELLO, this.settings);
			for (int i = 0; i < this.settings.profilingPairs(); i++) {
				// Whichever is first, so that a machine that slows down favors neither.
				boolean pausedFirst = i % 2 == 0;
				Slice first = slice(measurement, seconds, pausedFirst);
				Slice second = slice(measurement, seconds, !pausedFirst);
				pairs.add(pausedFirst ? new ProfilingCost.Pair(second, first) : new ProfilingCost.Pair(first, second));
			}
		}
		return new ProfilingCost(machine, seconds, pairs);
	}

	private static Slice slice(Measurement measurement, int seconds, boolean paused) throws IOException {
		ServiceProcess service = measurement.service();
		if (service.get("/profiling?paused=" + paused).statusCode() != 200) {
			throw new IllegalStateException("'%s' cannot be paused".formatted(service.port()));
		}
		Pause.of(SETTLING);
		Slice slice = measurement.slice(Endpoint.HELLO, seconds);
		service.log().truncate();
		return slice;
	}

}
