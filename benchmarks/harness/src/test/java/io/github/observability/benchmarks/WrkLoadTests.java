package io.github.observability.benchmarks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class WrkLoadTests {

	private static final String OUTPUT = """
			Running 2s test @ http://127.0.0.1:8080/hello
			  1 threads and 8 connections
			  Thread Stats   Avg      Stdev     Max   +/- Stdev
			    Latency     1.15ms    2.10ms  31.15ms   93.90%
			    Req/Sec    12.13k     1.23k   14.00k    75.00%
			  Latency Distribution
			     50%  532.00us
			     75%    0.91ms
			     90%    2.37ms
			     99%    1.02s\s
			  24171 requests in 2.00s, 4.05MB read
			Requests/sec:  12077.04
			Transfer/sec:      2.02MB
			""";

	@Test
	void readsRequestsAndPercentiles() {
		assertThat(WrkLoad.parse(OUTPUT)).isEqualTo(new Load.Result(24171, 2.0, 532, 1.02e6));
	}

	@Test
	void refusesOtherOutput() {
		assertThatIllegalStateException().isThrownBy(() -> WrkLoad.parse("unable to connect"))
			.withMessageContaining("unable to connect");
	}

}
