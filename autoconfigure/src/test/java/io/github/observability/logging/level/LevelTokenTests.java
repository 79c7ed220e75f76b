package io.github.observability.logging.level;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import ch.qos.logback.classic.Level;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Which tokens are accepted, by a clock that the tests set.
 */
@ExtendWith(OutputCaptureExtension.class)
class LevelTokenTests {

	private static final String SECRET = "0123456789abcdef0123456789abcdef";

	private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");

	private final AtomicReference<Instant> now = new AtomicReference<>(NOW);

	private final LevelTokens tokens = tokens(60);

	@Test
	void raisesTheLevelsOfTheToken() {
		RaisedLevels levels = this.tokens
			.accept(LevelTokenGenerator.generate(SECRET, NOW, "levels=org.example=DEBUG,org.example.wire=INFO"));
		assertThat(levels).isNotNull();
		assertThat(levels.includes("org.example.Rides", Level.DEBUG)).isTrue();
		assertThat(levels.includes("org.example.Rides", Level.TRACE)).isFalse();
		assertThat(levels.includes("org.example", Level.DEBUG)).isTrue();
		assertThat(levels.includes("org.examples", Level.ERROR)).isFalse();
		assertThat(levels.includes("org.example.wire.In", Level.DEBUG)).isFalse();
	}

	@Test
	void raisesAllLoggersByDefault() {
		RaisedLevels levels = this.tokens.accept(LevelTokenGenerator.generate(SECRET, NOW));
		assertThat(levels).isNotNull();
		assertThat(levels.includes("any.Logger", Level.DEBUG)).isTrue();
	}

	@Test
	void writesAnAuditLine(CapturedOutput output) {
		String token = LevelTokenGenerator.generate(SECRET, NOW);
		this.tokens.accept(token);
		assertThat(output).contains("Token raises log levels for this request: {ROOT=DEBUG}").doesNotContain(token);
	}

	@Test
	void refusesAWrongSignature() {
		String token = LevelTokenGenerator.generate("another secret of 32 characters!", NOW);
		assertThat(outcome(token)).isEqualTo(TokenOutcome.WRONG_SIGNATURE);
		String own = LevelTokenGenerator.generate(SECRET, NOW);
		String content = token.split("\\.")[1];
		assertThat(outcome("v1." + content + "." + own.split("\\.")[2])).isEqualTo(TokenOutcome.WRONG_SIGNATURE);
	}

	@Test
	void refusesWhatHasExpired() {
		String token = LevelTokenGenerator.generate(SECRET, NOW, "minutes=10");
		this.now.set(NOW.plus(Duration.ofMinutes(10)));
		assertThat(outcome(token)).isEqualTo(TokenOutcome.EXPIRED);
	}

	@Test
	void refusesWhatIsValidForTooLong() {
		assertThat(outcome(LevelTokenGenerator.generate(SECRET, NOW, "minutes=61"))).isEqualTo(TokenOutcome.EXPIRED);
	}

	@Test
	void refusesWhatComesFromTheFuture() {
		assertThat(outcome(LevelTokenGenerator.generate(SECRET, NOW.plusSeconds(31))))
			.isEqualTo(TokenOutcome.FROM_THE_FUTURE);
		assertThat(outcome(LevelTokenGenerator.generate(SECRET, NOW.plusSeconds(29)))).isEqualTo(TokenOutcome.ACCEPTED);
	}

	@Test
	void refusesWhatIsReplayed() {
		String token = LevelTokenGenerator.generate(SECRET, NOW, "requests=2");
		assertThat(outcome(token)).isEqualTo(TokenOutcome.ACCEPTED);
		assertThat(outcome(token)).isEqualTo(TokenOutcome.ACCEPTED);
		assertThat(outcome(token)).isEqualTo(TokenOutcome.REPLAYED);
	}

	@Test
	void refusesWhatIsHugeOrMalformed() {
		assertThat(outcome("v1." + "a".repeat(1_000_000))).isEqualTo(TokenOutcome.TOO_LONG);
		for (String text : new String[] { "", "v1", "v1..", "v2.a.b", "v1.a.b.c", "v1.\u0000.\u0000", "....." }) {
			assertThat(outcome(text)).as(text).isIn(TokenOutcome.MALFORMED, TokenOutcome.WRONG_SIGNATURE);
		}
		assertThat(outcome(new LevelToken("a;b", NOW, NOW.plusSeconds(60), 1, Map.of("ROOT", "DEBUG")).sign(SECRET)))
			.isEqualTo(TokenOutcome.MALFORMED);
		assertThat(outcome(new LevelToken("a", NOW, NOW.plusSeconds(60), 1, Map.of("ROOT", "OFF")).sign(SECRET)))
			.isEqualTo(TokenOutcome.MALFORMED);
		assertThat(outcome(new LevelToken("a", NOW, NOW.plusSeconds(60), 0, Map.of("ROOT", "DEBUG")).sign(SECRET)))
			.isEqualTo(TokenOutcome.REPLAYED);
	}

	@Test
	void limitsTheRateOfRequests() {
		LevelTokens limited = tokens(3);
		for (int i = 0; i < 5; i++) {
			assertThat(limited.accept(LevelTokenGenerator.generate(SECRET, this.now.get())) != null).isEqualTo(i < 3);
		}
		this.now.set(NOW.plusSeconds(61));
		assertThat(limited.accept(LevelTokenGenerator.generate(SECRET, this.now.get()))).isNotNull();
		assertThat(limited.countSoFar(TokenOutcome.RATE_LIMITED)).isEqualTo(2);
	}

	@Test
	void forgetsNoTokenThatMayBeReplayed() {
		LevelTokens many = tokens(10_000);
		String first = LevelTokenGenerator.generate(SECRET, NOW);
		many.accept(first);
		for (int i = 0; i < 1_100; i++) {
			many.accept(LevelTokenGenerator.generate(SECRET, NOW));
		}
		many.accept(first);
		assertThat(many.countSoFar(TokenOutcome.ACCEPTED)).isEqualTo(1_000);
		assertThat(many.countSoFar(TokenOutcome.RATE_LIMITED)).isEqualTo(101);
		assertThat(many.countSoFar(TokenOutcome.REPLAYED)).isEqualTo(1);
		this.now.set(NOW.plusSeconds(601));
		assertThat(many.accept(LevelTokenGenerator.generate(SECRET, this.now.get()))).isNotNull();
	}

	@Test
	void logsEachKindOfRefusalOnce(CapturedOutput output) {
		for (int i = 0; i < 100; i++) {
			outcome("v1.bm90aGluZw.bm90aGluZw");
		}
		assertThat(output.getOut().split("its signature is wrong", -1)).hasSize(2);
		assertThat(this.tokens.countSoFar(TokenOutcome.WRONG_SIGNATURE)).isEqualTo(100);
	}

	@Test
	void generatorNamesWhatIsWrong() {
		assertThatIllegalArgumentException().isThrownBy(() -> LevelTokenGenerator.generate(null, NOW))
			.withMessageContaining("at least 32 characters");
		assertThatIllegalArgumentException().isThrownBy(() -> LevelTokenGenerator.generate(SECRET, NOW, "level=DEBUG"))
			.withMessageContaining("'level=DEBUG' is not an option");
		assertThatIllegalArgumentException().isThrownBy(() -> LevelTokenGenerator.generate(SECRET, NOW, "minutes=0"))
			.withMessageContaining("'minutes' must be from 1 to 1440");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> LevelTokenGenerator.generate(SECRET, NOW, "levels=org.example"))
			.withMessageContaining("'org.example' is no logger=level");
	}

	private TokenOutcome outcome(@Nullable String token) {
		Map<TokenOutcome, Long> before = new EnumMap<>(TokenOutcome.class);
		for (TokenOutcome outcome : TokenOutcome.values()) {
			before.put(outcome, this.tokens.countSoFar(outcome));
		}
		RaisedLevels levels = this.tokens.accept(token);
		for (TokenOutcome outcome : TokenOutcome.values()) {
			if (this.tokens.countSoFar(outcome) > before.get(outcome)) {
				assertThat(levels != null).isEqualTo(outcome == TokenOutcome.ACCEPTED);
				return outcome;
			}
		}
		throw new AssertionError("Not counted");
	}

	private LevelTokens tokens(int perMinute) {
		LevelTokenProperties settings = new LevelTokenProperties(SECRET, "X-Log-Level-Token", Duration.ofHours(1),
				perMinute);
		InstantSource source = this.now::get;
		return new LevelTokens(settings, source.withZone(ZoneOffset.UTC));
	}

}
