package io.github.observability.sample.traffic;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WarmUpTests {

	@Test
	void leavesOutFewerAndFewerTicks() {
		WarmUp warmUp = new WarmUp(100);
		long first = due(warmUp, 25);
		long second = due(warmUp, 25);
		long third = due(warmUp, 25);
		long fourth = due(warmUp, 25);
		assertThat(first).isBetween(2L, 4L).isLessThan(second);
		assertThat(second).isLessThan(third);
		assertThat(third).isLessThan(fourth);
		assertThat(first + second + third + fourth).isBetween(48L, 52L);
		assertThat(due(warmUp, 100)).isEqualTo(100);
	}

	@Test
	void leavesOutNoneWithoutAWarmUp() {
		assertThat(due(new WarmUp(0), 10)).isEqualTo(10);
	}

	private static long due(WarmUp warmUp, int ticks) {
		return IntStream.range(0, ticks).filter((tick) -> warmUp.isDue()).count();
	}

}
