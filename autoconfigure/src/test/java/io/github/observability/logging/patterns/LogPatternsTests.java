package io.github.observability.logging.patterns;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.observability.logging.masking.Masking;
import io.github.observability.logging.patterns.LogPatternEvent.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens to patterns, by a clock that the tests set.
 */
class LogPatternsTests {

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-28T10:00:00Z"));

	private final List<LogPatternEvent> events = new ArrayList<>();

	private LogPatterns patterns = new LogPatterns(Masking.create(new MockEnvironment(), 1_024),
			new PatternProperties(true, Duration.ofMinutes(5)), this.now::get, this.events::add);

	@Test
	void reportsAPatternThatIsNewAfterLearning() {
		log("Ride 1 requested", 1);
		passMinutes(6);
		assertThat(this.events).isEmpty();
		log("Ride 2 requested", 1);
		log("No driver for ride 7", 3);
		passMinutes(1);
		assertThat(this.events).singleElement()
			.satisfies((event) -> assertThat(event.kind()).isEqualTo(Kind.NEW_PATTERN))
			.satisfies((event) -> assertThat(event.template()).isEqualTo("No driver for ride <*>"))
			.satisfies((event) -> assertThat(event.linesPerMinute()).isEqualTo(3));
		passMinutes(3);
		assertThat(this.events).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "5m, 0", "2m, 1" })
	void learnsForAsLongAsConfigured(String learning, int reported) {
		PatternProperties settings = new Binder(
				new MapConfigurationPropertySource(Map.of("observability.logging.patterns.learning", learning)))
			.bindOrCreate("observability.logging.patterns", PatternProperties.class);
		this.patterns = new LogPatterns(Masking.create(new MockEnvironment(), 1_024), settings, this.now::get,
				this.events::add);
		passMinutes(3);
		log("No driver for ride 7", 3);
		passMinutes(1);
		assertThat(this.events).hasSize(reported);
	}

	@Test
	void reportsOneNewPatternForMany() {
		passMinutes(6);
		for (String user : List.of("ada", "grace", "alan", "edsger", "barbara", "john")) {
			log("Session opened for user " + user + " by the gateway", 1);
		}
		passMinutes(1);
		assertThat(this.events).singleElement()
			.satisfies((event) -> assertThat(event.template()).contains("user <*> by"));
	}

	@Test
	void reportsARateThatJumpedOnce() {
		for (int minute = 0; minute < 8; minute++) {
			log("Ride 1 requested", 10);
			passMinutes(1);
		}
		log("Ride 1 requested", 100);
		passMinutes(1);
		assertThat(this.events).singleElement()
			.satisfies((event) -> assertThat(event.kind()).isEqualTo(Kind.RATE_JUMPED))
			.satisfies((event) -> assertThat(event.factor()).isEqualTo(10))
			.satisfies((event) -> assertThat(event.linesPerMinute()).isEqualTo(100));
		log("Ride 1 requested", 1_000);
		passMinutes(1);
		assertThat(this.events).hasSize(1);
	}

	@Test
	void ignoresJumpsOfFewLinesAndOfPatternsThatAreYoung() {
		for (int minute = 0; minute < 8; minute++) {
			log("Ride 1 requested", 1);
			passMinutes(1);
		}
		log("Ride 1 requested", 19);
		passMinutes(1);
		log("Fare 1 quoted", 1);
		passMinutes(1);
		log("Fare 1 quoted", 1_000);
		passMinutes(1);
		assertThat(this.events).noneMatch((event) -> event.kind() == Kind.RATE_JUMPED);
	}

	@Test
	void publishesAFewEventsAMinute() {
		passMinutes(6);
		for (char c = 'a'; c <= 'z'; c++) {
			log(Character.toString(c).repeat(4 + c % 5) + " event" + " of".repeat(c - 'a'), 1);
		}
		passMinutes(1);
		assertThat(this.events).hasSize(10);
	}

	@Test
	void masksSamplesAndTemplates() {
		log("Login with password hunter2 and token: ghp_0123456789abcdefghijABCDEFGHIJ012345", 1);
		log("Card 4111 1111 1111 1111 declined, password: secretword", 1);
		LogPatternsEndpoint.Patterns described = this.patterns.describe(10);
		assertThat(described.toString()).doesNotContain("ghp_0123")
			.doesNotContain("4111 1111")
			.doesNotContain("secretword");
		assertThat(described.patterns()).hasSize(2);
	}

	@Test
	void masksSecretsThatTokensWouldTearApart() {
		log("Connection to https://ada:hunterhunter@example.org/ failed", 1);
		log("Connection to https://grace:letmeinagain@example.org/ failed", 1);
		LogPatternsEndpoint.Patterns described = this.patterns.describe(10);
		assertThat(described.toString()).doesNotContain("hunter").doesNotContain("letmein");
		assertThat(described.patterns()).hasSize(1);
	}

	@Test
	void masksASecretAcrossTheLimitOfASample() {
		log("x".repeat(LogPattern.MAX_SAMPLE - 20) + " https://user:S3cretPassw0rd@host/", 1);
		assertThat(this.patterns.describe(100).toString()).contains("https://user:").doesNotContain("S3c");
	}

	@Test
	void describesTheMostFrequentFirst() {
		log("Ride 1 requested", 3);
		log("No driver for ride 7", 5);
		LogPatternsEndpoint endpoint = new LogPatternsEndpoint(this.patterns);
		assertThat(endpoint.patterns(null).patterns()).extracting(LogPatternsEndpoint.Pattern::template)
			.containsExactly("No driver for ride <*>", "Ride <*> requested");
		assertThat(endpoint.patterns(1).patterns()).hasSize(1);
		assertThat(endpoint.patterns(null).lines()).isEqualTo(8);
		LogPatternsEndpoint.Pattern first = endpoint.patterns(null).patterns().get(0);
		assertThat(endpoint.pattern(first.id())).isEqualTo(first);
		assertThat(endpoint.pattern("unknown")).isNull();
	}

	@Test
	void dropsAndCountsWhatComesTooFast() throws Exception {
		int threads = 4;
		int each = 20_000;
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		for (int thread = 0; thread < threads; thread++) {
			executor.submit(() -> {
				for (int i = 0; i < each; i++) {
					this.patterns.add(new PatternLine("a", "INFO", null, "Ride " + i, 0, null));
				}
			});
		}
		executor.shutdown();
		while (!executor.awaitTermination(1, TimeUnit.MILLISECONDS)) {
			this.patterns.mine();
		}
		this.patterns.mine();
		this.patterns.mine();
		LogPatternsEndpoint.Patterns described = this.patterns.describe(1);
		assertThat(described.lines() + described.dropped()).isEqualTo((long) threads * each);
	}

	private void log(String text, int lines) {
		for (int i = 0; i < lines; i++) {
			this.patterns
				.add(new PatternLine("org.example.Rides", "INFO", null, text, this.now.get().toEpochMilli(), "t-1"));
		}
		this.patterns.mine();
	}

	private void passMinutes(int minutes) {
		for (int i = 0; i < minutes; i++) {
			this.now.updateAndGet((instant) -> instant.plus(Duration.ofMinutes(1)));
			this.patterns.mine();
		}
	}

}
