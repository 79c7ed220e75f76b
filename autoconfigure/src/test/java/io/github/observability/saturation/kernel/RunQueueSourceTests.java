package io.github.observability.saturation.kernel;

import java.nio.file.Path;

import io.github.observability.saturation.Readings;
import io.github.observability.saturation.SaturationMeter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RunQueueSourceTests {

	@TempDir
	private Path root;

	@Test
	void sumsWhatThreadsWaited() {
		KernelFixture kernel = kernel().put(stat(10), "900 1000000000 3\n").put(stat(11), "900 500000000 3\n");
		RunQueueSource source = new RunQueueSource(kernel.files());
		assertThat(Readings.total(kernel.read(source), SaturationMeter.RUN_QUEUE_WAIT)).isEqualTo(1.5);
		kernel.put(stat(10), "950 1250000000 4\n");
		assertThat(Readings.total(kernel.read(source), SaturationMeter.RUN_QUEUE_WAIT)).isEqualTo(1.75);
	}

	@Test
	void keepsWhatThreadsHaveWaitedThatEnded() {
		KernelFixture kernel = kernel().put(stat(10), "900 1000000000 3\n").put(stat(11), "900 500000000 3\n");
		RunQueueSource source = new RunQueueSource(kernel.files());
		kernel.read(source);
		kernel.remove("/proc/self/task/11");
		assertThat(Readings.total(kernel.read(source), SaturationMeter.RUN_QUEUE_WAIT)).isEqualTo(1.5);
		kernel.put(stat(11), "1 250000000 1\n");
		assertThat(Readings.total(kernel.read(source), SaturationMeter.RUN_QUEUE_WAIT)).isEqualTo(1.75);
	}

	@Test
	void readsOfManyThreadsSomeInTurn() {
		KernelFixture kernel = kernel();
		int threads = 2 * RunQueueSource.MAX_THREADS + 5;
		for (int i = 0; i < threads; i++) {
			kernel.put(stat(i), "1 1000000000 1\n");
		}
		RunQueueSource source = new RunQueueSource(kernel.files());
		assertThat(Readings.total(kernel.read(source), SaturationMeter.RUN_QUEUE_WAIT))
			.isEqualTo(RunQueueSource.MAX_THREADS);
		kernel.read(source);
		assertThat(Readings.total(kernel.read(source), SaturationMeter.RUN_QUEUE_WAIT)).isEqualTo(threads,
				within(1e-9));
	}

	@Test
	void readsNothingWhereThereIsNothing() {
		KernelFixture kernel = new KernelFixture(this.root);
		assertThat(Readings.totals(kernel.read(new RunQueueSource(kernel.files())))).isEmpty();
		assertThat(kernel.said()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "1", "1 2", "1 -2 3\n", "1 99999999999999999999 3\n", "  \n" })
	void leavesOutWhatMakesNoSenseAndSaysSoOnce(String text) {
		KernelFixture kernel = kernel().put(stat(10), text).put(stat(11), text);
		RunQueueSource source = new RunQueueSource(kernel.files());
		assertThat(Readings.totals(kernel.read(source))).isEmpty();
		assertThat(kernel.said()).containsExactly("/proc/self/task/*/schedstat");
	}

	@Test
	void takesAnEmptyFileForAThreadThatHasEnded() {
		KernelFixture kernel = kernel().put(stat(10), "");
		assertThat(Readings.totals(kernel.read(new RunQueueSource(kernel.files())))).isEmpty();
		assertThat(kernel.said()).isEmpty();
	}

	@Test
	void neverTurnsNegative() {
		KernelFixture kernel = kernel().put(stat(10), "1 9223372036854775807 1\n")
			.put(stat(11), "1 9223372036854775807 1\n");
		assertThat(Readings.total(kernel.read(new RunQueueSource(kernel.files())), SaturationMeter.RUN_QUEUE_WAIT))
			.isPositive();
	}

	private KernelFixture kernel() {
		return new KernelFixture(this.root);
	}

	private static String stat(int thread) {
		return "/proc/self/task/" + thread + "/schedstat";
	}

}
