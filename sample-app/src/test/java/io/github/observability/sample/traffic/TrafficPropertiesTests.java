package io.github.observability.sample.traffic;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TrafficPropertiesTests {

	@ParameterizedTest
	@ValueSource(doubles = { 0, -1, 1001, Double.NaN })
	void namesAWrongRate(double rate) {
		assertThatIllegalArgumentException().isThrownBy(() -> new TrafficProperties(true, rate, Duration.ZERO))
			.withMessageContaining("'rides.traffic.rate'")
			.withMessageContaining(String.valueOf(rate));
	}

	@Test
	void namesAWrongWarmUp() {
		assertThatIllegalArgumentException().isThrownBy(() -> new TrafficProperties(true, 5, Duration.ofSeconds(-1)))
			.withMessageContaining("'rides.traffic.warm-up'")
			.withMessageContaining("PT-1S");
	}

}
