package io.github.observability.benchmarks;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * Measures variants beside one bare service, that stays warm from variant to variant.
 */
final class Comparison implements AutoCloseable {

	private final Layout layout;

	private final Instruments instruments;

	private final Settings settings;

	private final Measurement bare;

	Comparison(Variant bare, Layout layout, Instruments instruments, Settings settings) throws IOException {
		this.layout = layout;
		this.instruments = instruments;
		this.settings = settings;
		this.bare = start(bare);
	}

	Round run(Variant variant, int number) throws IOException {
		this.instruments.awaitQuietMachine(this.bare.service().handle());
		double loadAverage = Machine.currentLoadAverage();
		this.bare.forgetSlices();
		try (Measurement measured = start(variant)) {
			compare(measured);
			return new Round(variant.name(), number, loadAverage, measured.side(), this.bare.side(), null);
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

	private void compare(Measurement measured) throws IOException {
		compare(Endpoint.HELLO, measured);
		compare(Endpoint.MANY, measured);
		compare(Endpoint.CALL, measured);
		measured.takeStock();
		this.bare.takeStock();
		compare(Endpoint.FAIL, measured);
	}

	/**
	 * Each kind of request is measured right after it has been warmed up: of kinds in
	 * turns, none is asked for often enough to be compiled for good.
	 */
	private void compare(Endpoint endpoint, Measurement measured) throws IOException {
		measured.warmUp(endpoint, this.settings);
		// It has rested meanwhile, or has never been asked for this.
		this.bare.warmUp(endpoint, this.settings);
		alternate(endpoint, measured);
	}

	private void alternate(Endpoint endpoint, Measurement measured) throws IOException {
		for (int i = 0; i < this.settings.slices(endpoint); i++) {
			// Whoever begins, so that a machine that slows down favours neither.
			Measurement first = (i % 2 == 0) ? measured : this.bare;
			Measurement second = (i % 2 == 0) ? this.bare : measured;
			first.measure(endpoint, this.settings.sliceSeconds());
			second.measure(endpoint, this.settings.sliceSeconds());
		}
	}

	@Override
	public void close() throws IOException {
		this.bare.close();
	}

}
