package io.github.observability.sample.traffic;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TrafficPropertiesTests {

	@ParameterizedTest
	@ValueSource(doubles = { 0, -1, 1001, Double.NaN })
	void namesAWrongRate(double rate) {
		assertThatIllegalArgumentException().isThrownBy(() -> new TrafficProperties(true, rate))
			.withMessageContaining("'rides.traffic.rate'")
			.withMessageContaining(String.valueOf(rate));
	}

}
