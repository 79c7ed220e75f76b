package io.github.observability.benchmarks;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class StatisticsTests {

	@ParameterizedTest
	@CsvSource({ "0.5,20", "0.51,30", "0.99,40", "1,40", "0.01,10" })
	void findsThePercentile(double share, double expected) {
		assertThat(Statistics.percentile(new long[] { 10, 20, 30, 40 }, share)).isEqualTo(expected);
	}

	@Test
	void hasNoPercentileOfNothing() {
		assertThat(Statistics.percentile(new long[0], 0.5)).isZero();
	}

	@Test
	void takesTheMiddleOfAnOddNumber() {
		assertThat(Statistics.median(List.of(3.0, 1.0, 2.0))).isEqualTo(2);
	}

	@Test
	void takesTheMeanOfTheTwoInTheMiddle() {
		assertThat(Statistics.median(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
	}

	@Test
	void leavesOutWhatIsUnknown() {
		assertThat(Statistics.median(List.of(Double.NaN, 1.0))).isEqualTo(1);
		assertThat(Statistics.spread(List.of(Double.NaN)).isKnown()).isFalse();
	}

	@Test
	void spansFromLowestToHighest() {
		Statistics.Spread spread = Statistics.spread(List.of(1.3, 1.0, 1.1));
		assertThat(spread).isEqualTo(new Statistics.Spread(1.1, 1.0, 1.3));
		assertThat(spread.width()).isCloseTo(0.2727, within(0.0001));
	}

	@ParameterizedTest
	@CsvSource({ "6,1,6", "10,2,9", "24,7,18", "100,40,61" })
	void knowsTheMedianFromTheOrderOfTheValues(int number, double lower, double upper) {
		Statistics.Interval interval = Statistics
			.interval(IntStream.rangeClosed(1, number).mapToObj((value) -> (double) value).toList());
		assertThat(interval).isEqualTo(new Statistics.Interval((number + 1) / 2.0, lower, upper));
	}

	@Test
	void spansFewValuesWhole() {
		assertThat(Statistics.interval(List.of(2.0, 1.0))).isEqualTo(new Statistics.Interval(1.5, 1, 2));
		assertThat(Statistics.interval(List.of()).median()).isNaN();
	}

}
