package io.github.observability.incidents.detection;

import java.util.Random;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ForestDetectorTests {

	private final Random random = new Random(5);

	private final ForestDetector detector = new ForestDetector(4);

	private double[] normal() {
		double load = this.random.nextGaussian();
		return new double[] { load, 0.1 * this.random.nextGaussian(), load + 0.1 * this.random.nextGaussian(),
				load + 0.2 * this.random.nextGaussian() };
	}

	@Test
	void seesACombinationOfValuesThatAreEachNormal() {
		double sum = 0;
		int count = 0;
		for (int i = 0; i < 2_000; i++) {
			double score = this.detector.add(normal());
			if (!Double.isNaN(score)) {
				sum += score;
				count++;
			}
		}
		assertThat(count).isGreaterThan(1_500);
		// High latency is normal at a high load only.
		double score = this.detector.add(new double[] { -1.5, 0, 2, 2 });
		assertThat(score).isGreaterThan(1.5 * sum / count);
	}

	@Test
	void explainsAScoreByItsValues() {
		for (int i = 0; i < 1_000; i++) {
			this.detector.add(normal());
		}
		this.detector.add(new double[] { 0, 15, 0, 0 });
		double[] contributions = this.detector.contributions();
		assertThat(contributions[1]).isGreaterThan(0.6);
		assertThat(contributions[0] + contributions[1] + contributions[2] + contributions[3]).isCloseTo(1,
				Offset.offset(1e-6));
	}

	@Test
	void hasNoScoreBeforeItKnowsEnough() {
		assertThat(this.detector.add(normal())).isNaN();
	}

}
