package io.github.observability.cost.shedding;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When telemetry is shed and when it is back, on a clock that the tests move.
 */
class SheddingControlTests {

	private static final int HOLD = 15;

	private static final int RECOVERY = 8;

	private final SheddingControl control = new SheddingControl(SheddingLevel.HIGHEST, Duration.ofSeconds(HOLD),
			Duration.ofSeconds(RECOVERY));

	private int at(long second, Pressure pressure) {
		return this.control.next(TimeUnit.SECONDS.toNanos(second), pressure);
	}

	@Test
	void shedsOneKindEachTimeThatPressureLasts() {
		List<Integer> levels = new ArrayList<>();
		for (int second = 0; second <= 6 * HOLD; second++) {
			levels.add(at(second, Pressure.HIGH));
		}
		for (int second = 0; second <= 6 * HOLD; second++) {
			assertThat(levels.get(second)).as("after %d s", second).isEqualTo(Math.min(5, second / HOLD));
		}
	}

	@Test
	void isBackWithinAMinute() {
		for (int second = 0; second <= 200; second++) {
			at(second, Pressure.HIGH);
		}
		// Readings of resources may be ten seconds old, and a look comes every two.
		int back = 201;
		while (at(back, Pressure.LOW) > 0) {
			back++;
		}
		assertThat(back - 201).isEqualTo(5 * RECOVERY).isLessThan(60 - 10 - 2);
	}

	@Test
	void aReadingThatSwingsAroundALimitChangesNothing() {
		for (int second = 0; second < 1_000; second++) {
			assertThat(at(second, (second % HOLD == HOLD - 1) ? Pressure.BETWEEN : Pressure.HIGH)).isZero();
		}
	}

	@Test
	void staysBetweenTheLimits() {
		for (int second = 0; second <= 2 * HOLD; second++) {
			at(second, Pressure.HIGH);
		}
		for (int second = 2 * HOLD + 1; second < 1_000; second++) {
			assertThat(at(second, Pressure.BETWEEN)).isEqualTo(2);
		}
	}

	/**
	 * Random pressure for an hour or more, at irregular times, against a model that looks
	 * back over all that happened instead of keeping a state.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void behavesAsAModelThatLooksBack(long seed) {
		Random random = new Random(seed);
		List<Look> looks = new ArrayList<>();
		long nanos = random.nextLong();
		int highest = 0;
		Pressure pressure = Pressure.LOW;
		for (int i = 0; i < 2_000; i++) {
			nanos += TimeUnit.MILLISECONDS.toNanos(500 + random.nextInt(3_000));
			if (random.nextInt(12) == 0) {
				pressure = Pressure.values()[random.nextInt(3)];
			}
			int level = this.control.next(nanos, pressure);
			int before = looks.isEmpty() ? 0 : looks.get(looks.size() - 1).level();
			looks.add(new Look(nanos, pressure, level));
			assertThat(level).as("look %d", i).isEqualTo(before + step(looks, before));
			highest = Math.max(highest, level);
		}
		assertThat(highest).isEqualTo(SheddingLevel.HIGHEST);
		assertThat(looks.stream().filter((look) -> look.level() == 0)).isNotEmpty();
	}

	private static int step(List<Look> looks, int before) {
		Look last = looks.get(looks.size() - 1);
		if (last.pressure() == Pressure.BETWEEN || before == ((last.pressure() == Pressure.HIGH) ? 5 : 0)) {
			return 0;
		}
		// The first look of the same pressure, or the last one that changed the level.
		int first = looks.size() - 1;
		while (first > 0 && looks.get(first - 1).pressure() == last.pressure()
				&& (first == looks.size() - 1 || !changed(looks, first))) {
			first--;
		}
		long seconds = (last.pressure() == Pressure.HIGH) ? HOLD : RECOVERY;
		boolean due = last.nanos() - looks.get(first).nanos() >= TimeUnit.SECONDS.toNanos(seconds);
		return due ? ((last.pressure() == Pressure.HIGH) ? 1 : -1) : 0;
	}

	private static boolean changed(List<Look> looks, int index) {
		return index > 0 && looks.get(index).level() != looks.get(index - 1).level();
	}

	private record Look(long nanos, Pressure pressure, int level) {

	}

}
