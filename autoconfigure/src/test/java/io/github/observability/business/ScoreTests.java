package io.github.observability.business;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

class ScoreTests {

	private static final String[] MARKETPLACE = { "scores.marketplace.components.supply.meter=drivers.free",
			"scores.marketplace.components.supply.per=rides.open", "scores.marketplace.components.supply.good=2",
			"scores.marketplace.components.supply.bad=0", "scores.marketplace.components.wait.meter=rides.wait",
			"scores.marketplace.components.wait.good=60", "scores.marketplace.components.wait.bad=600",
			"scores.marketplace.components.wait.weight=2" };

	private final MockClock clock = new MockClock();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final Business business = Business.on(this.registry, MARKETPLACE);

	private final AtomicLong free = new AtomicLong(40);

	@Test
	void fallsAndNamesTheCause() {
		marketplace();
		assertThat(gauge("observability.business.score")).isEqualTo(1);
		assertThat(score().cause()).isNull();
		this.free.set(20);
		this.clock.add(Duration.ofSeconds(1));
		assertThat(gauge("observability.business.score")).isCloseTo(Math.pow(0.5, 1 / 3.0), within(1e-12));
		assertThat(component("observability.business.score.component", "supply")).isEqualTo(0.5);
		assertThat(component("observability.business.score.contribution", "supply"))
			.isCloseTo(1 - Math.pow(0.5, 1 / 3.0), within(1e-12));
		assertThat(component("observability.business.score.contribution", "wait")).isZero();
		assertThat(score().cause()).isEqualTo("supply");
	}

	@Test
	void isUnknownAsLongAsAMeterIs() {
		assertThat(gauge("observability.business.score")).isNaN();
		assertThat(score().cause()).isIn("supply", "wait");
	}

	@Test
	void readsItsMetersOnceForAScrape() {
		marketplace();
		assertThat(gauge("observability.business.score")).isEqualTo(1);
		this.free.set(0);
		assertThat(component("observability.business.score.component", "supply")).isEqualTo(1);
		this.clock.add(Duration.ofSeconds(1));
		assertThat(gauge("observability.business.score")).isZero();
	}

	@Test
	void addsUpTheSeriesOfAMeterAndIsUnknownWithOneThatIs() {
		marketplace();
		Gauge.builder("drivers.free", () -> Double.NaN).tag("city", "berlin").register(this.registry);
		assertThat(gauge("observability.business.score")).isNaN();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					scores.s.combine=minimum                                  | 'observability.business.scores.s.components'
					scores.s.components.a.good=1                              | 'observability.business.scores.s.components.a.meter' must be set
					scores.s.components.a.meter=m;scores.s.components.a.good=1;scores.s.components.a.bad=1 | 'observability.business.scores.s.components.a.good' must differ from
					scores.s.components.a.meter=m;scores.s.components.a.good=1;scores.s.components.a.bad=0;scores.s.components.a.weight=0 | 'observability.business.scores.s.components.a.weight'
					""")
	void namesAWrongSetting(String settings, String message) {
		assertThat(catchThrowable(() -> Business.properties(settings.split(";")))).rootCause()
			.hasMessageContaining(message);
	}

	private void marketplace() {
		BusinessMetrics metrics = this.business.metrics();
		metrics.gauge("drivers.free", "Drivers free", this.free::get);
		metrics.gauge("rides.open", "Rides open", () -> 20);
		metrics.gauge("rides.wait", "Time to a driver", () -> 30);
	}

	private Score score() {
		return this.business.catalog().scores().get("marketplace");
	}

	private double gauge(String name) {
		return this.registry.get(name).tag("score", "marketplace").gauge().value();
	}

	private double component(String name, String component) {
		return this.registry.get(name).tags("score", "marketplace", "component", component).gauge().value();
	}

}
