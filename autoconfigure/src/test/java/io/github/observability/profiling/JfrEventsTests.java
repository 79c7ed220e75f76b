package io.github.observability.profiling;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which event samples CPU time.
 */
class JfrEventsTests {

	@ParameterizedTest
	@CsvSource({ "SigCgt:\t1000000181005ccf, false", "SigCgt:\t1000000185005ccf, true",
			"SigCgt:\t0000000004000000, true", "SigCgt:\tffffffffffffffff, true", "SigIgn:\t0000000004000000, false",
			"Threads:\t27, false" })
	void tellWhetherAnotherProfilerHasTheSignal(String line, boolean caught) {
		assertThat(JfrEvents.isSignalCaught(line)).isEqualTo(caught);
	}

}
