package io.github.observability.benchmarks;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What is read of the results of JMH.
 */
class JmhTests {

	@ParameterizedTest
	@CsvSource({ "ns/op, 2.5", "us/op, 2500", "ms/op, 2500000", "s/op, 2500000000" })
	void readsATimeInAnyUnit(String unit, double nanos) {
		Jmh.Score score = score(unit);
		assertThat(score.nanos()).isCloseTo(nanos, Offset.offset(1e-6));
		assertThat(score.error()).isCloseTo(nanos / 5, Offset.offset(1e-6));
		assertThat(score.piece()).isEqualTo("PieceBenchmark");
	}

	@Test
	void refusesWhatIsNoTime() {
		assertThatIllegalArgumentException().isThrownBy(() -> score("ops/s"));
	}

	private static Jmh.Score score(String unit) {
		return Jmh.score(JsonMapper.shared().readTree("""
				{"benchmark":"a.b.PieceBenchmark.way","primaryMetric":{"score":2.5,"scoreError":0.5,"scoreUnit":"%s"}}
				""".formatted(unit)));
	}

}
