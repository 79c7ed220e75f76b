package io.github.observability.logging.level;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.FilterReply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Rules that raise levels by a value of the MDC, by a clock that the tests set.
 */
class LevelRulesTests {

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-28T10:00:00Z"));

	private final LevelRules rules = new LevelRules(((InstantSource) this.now::get).withZone(ZoneOffset.UTC));

	private final LevelFilter filter = new LevelFilter(this.rules);

	private final Logger logger = new LoggerContext().getLogger("org.example.Rides");

	@AfterEach
	void stop() {
		this.rules.destroy();
		MDC.clear();
		assertThat(RaisedLevels.inUse()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "user.id", "userId" })
	void raisesTheLevelOfOneUser(String key) {
		this.logger.setLevel(Level.INFO);
		this.rules.add(key, "ada", null, "DEBUG", null);
		assertThat(decide()).isEqualTo(FilterReply.NEUTRAL);
		MDC.put("userId", "bob");
		assertThat(decide()).isEqualTo(FilterReply.NEUTRAL);
		MDC.put("userId", "ada");
		assertThat(decide()).isEqualTo(FilterReply.ACCEPT);
		assertThat(this.filter.decide(this.logger, Level.TRACE, "x", null)).isEqualTo(FilterReply.NEUTRAL);
	}

	@Test
	void raisesTheLevelOfOneLogger() {
		this.logger.setLevel(Level.INFO);
		MDC.put("tenant", "acme");
		this.rules.add("tenant", "acme", "org.other", "DEBUG", null);
		assertThat(decide()).isEqualTo(FilterReply.NEUTRAL);
		this.rules.add("tenant", "acme", "org.example", "DEBUG", null);
		assertThat(decide()).isEqualTo(FilterReply.ACCEPT);
	}

	@Test
	void endsByItself() {
		this.logger.setLevel(Level.INFO);
		MDC.put("tenant", "acme");
		this.rules.add("tenant", "acme", null, "DEBUG", Duration.ofMinutes(5));
		this.now.updateAndGet((instant) -> instant.plus(Duration.ofMinutes(5)));
		assertThat(decide()).isEqualTo(FilterReply.NEUTRAL);
		assertThat(RaisedLevels.inUse()).isFalse();
		assertThat(this.rules.current()).isEmpty();
	}

	@Test
	void isRemoved() {
		LevelRule rule = this.rules.add("tenant", "acme", null, "DEBUG", null);
		assertThat(this.rules.remove("other")).isFalse();
		assertThat(this.rules.remove(rule.id())).isTrue();
		assertThat(RaisedLevels.inUse()).isFalse();
	}

	@Test
	void namesWhatIsWrong() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.rules.add("a", "b", null, "LOUD", null))
			.withMessageContaining("'LOUD'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.rules.add("a", "b", null, "DEBUG", Duration.ofHours(2)))
			.withMessageContaining("PT1H");
		assertThatIllegalArgumentException().isThrownBy(() -> this.rules.add(" ", "b", null, "DEBUG", null));
		for (int i = 0; i < LevelRules.MAX_RULES; i++) {
			this.rules.add("a", "b" + i, null, "DEBUG", null);
		}
		assertThatIllegalArgumentException().isThrownBy(() -> this.rules.add("a", "b", null, "DEBUG", null))
			.withMessageContaining("At most 10 rules");
	}

	private FilterReply decide() {
		return this.filter.decide(this.logger, Level.DEBUG, "Ride {}", null);
	}

}
