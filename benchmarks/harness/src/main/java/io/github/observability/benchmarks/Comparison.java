package io.github.observability.benchmarks;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * Measures a variant beside the bare service.
 */
final class Comparison {

	private final Layout layout;

	private final Instruments instruments;

	private final Settings settings;

	Comparison(Layout layout, Instruments instruments, Settings settings) {
		this.layout = layout;
		this.instruments = instruments;
		this.settings = settings;
	}

	Round run(Variant variant, Variant bareVariant, int number) throws IOException {
		double loadAverage = Machine.currentLoadAverage();
		try (Measurement bare = start(bareVariant); Measurement measured = start(variant)) {
			compare(measured, bare);
			return new Round(variant.name(), number, loadAverage, measured.side(), bare.side(), null);
		}
		catch (RuntimeException ex) {
			return failed(variant, number, loadAverage, ex.getMessage());
		}
	}

	private static Round failed(Variant variant, int number, double loadAverage, @Nullable String message) {
		return new Round(variant.name(), number, loadAverage, null, null, String.valueOf(message));
	}

	private Measurement start(Variant variant) {
		return new Measurement(ServiceProcess.start(variant, this.layout, this.instruments.sink()), this.instruments);
	}

	private void compare(Measurement measured, Measurement bare) throws IOException {
		bare.warmUp(this.settings);
		measured.warmUp(this.settings);
		alternate(Endpoint.HELLO, measured, bare);
		alternate(Endpoint.CALL, measured, bare);
		measured.takeStock();
		bare.takeStock();
		measured.exercise(Endpoint.FAIL, this.settings);
		bare.exercise(Endpoint.FAIL, this.settings);
		alternate(Endpoint.FAIL, measured, bare);
	}

	private void alternate(Endpoint endpoint, Measurement measured, Measurement bare) throws IOException {
		for (int i = 0; i < this.settings.slices(endpoint); i++) {
			// Whoever begins, so that a machine that slows down favours neither.
			Measurement first = (i % 2 == 0) ? measured : bare;
			Measurement second = (i % 2 == 0) ? bare : measured;
			first.measure(endpoint, this.settings.sliceSeconds());
			second.measure(endpoint, this.settings.sliceSeconds());
		}
	}

}
