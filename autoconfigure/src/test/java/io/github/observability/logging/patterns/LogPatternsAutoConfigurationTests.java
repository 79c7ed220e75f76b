package io.github.observability.logging.patterns;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import io.github.observability.logging.masking.Masking;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import net.logstash.logback.argument.StructuredArguments;
import net.logstash.logback.marker.Markers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class LogPatternsAutoConfigurationTests {

	private static final String NAME = "observability-patterns";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LogPatternsAutoConfiguration.class));

	@AfterEach
	void leavesNoAppenderBehind() {
		assertThat(appender()).isNull();
	}

	@Test
	void minesWhatIsLogged() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=*").run((context) -> {
			Logger logger = LoggerFactory.getLogger("org.example.LogPatternsAutoConfigurationTests");
			logger.warn("Mined " + 17 + " rides");
			logger.warn("Mined {} fares", 4);
			LogPatterns patterns = context.getBean(LogPatterns.class);
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(patterns.describe(1_000).patterns())
					.extracting(LogPatternsEndpoint.Pattern::template)
					.contains("Mined <*> rides", "Mined {} fares"));
		});
	}

	@Test
	void showsNoPartOfASecretAcrossTheLimitOfALine() {
		this.runner.run((context) -> {
			Logger logger = LoggerFactory.getLogger("org.example.LogPatternsAutoConfigurationTests");
			for (int filler = 990; filler < 1_024; filler += 3) {
				String text = "x".repeat(filler) + " https://user:Secretword@host/";
				logger.warn(text);
				logger.warn(text + " of {}", 7);
			}
			logger.warn("Mined last");
			LogPatterns patterns = context.getBean(LogPatterns.class);
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(patterns.describe(1_000).patterns())
					.extracting(LogPatternsEndpoint.Pattern::template)
					.contains("Mined last"));
			assertThat(patterns.describe(1_000).toString()).doesNotContain("Secr");
		});
	}

	@Test
	void masksValuesOfSecretKeysThatAMessageRepeats() {
		this.runner.run((context) -> {
			Logger logger = LoggerFactory.getLogger("org.example.LogPatternsAutoConfigurationTests");
			MDC.put("api_key", "lettersofmdc");
			logger.atWarn().addKeyValue("password", "letmein").log("Login with letmein by lettersofmdc");
			logger.atWarn().addKeyValue("password", "letmein").addArgument(7).log("Ride {} with letmein");
			MDC.remove("api_key");
			LogPatterns patterns = context.getBean(LogPatterns.class);
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(patterns.describe(1_000).patterns())
					.extracting(LogPatternsEndpoint.Pattern::template)
					.contains("Login with *** by ***", "Ride {} with ***"));
			assertThat(patterns.describe(1_000).toString()).doesNotContain("letmein").doesNotContain("lettersofmdc");
		});
	}

	@Test
	void masksSecretsOfStructuredArgumentsAndMarkers() {
		this.runner.run((context) -> {
			Logger logger = LoggerFactory.getLogger("org.example.LogPatternsAutoConfigurationTests");
			logger.warn("Door of {}", StructuredArguments.v("password", "lettersofanargument"));
			logger.warn("Gate of {}", StructuredArguments.fields(Map.of("api_key", "lettersofanobject")));
			logger.warn(Markers.append("password", "lettersofamarker"), "Lock of lettersofamarker");
			logger.warn("Mined at the end");
			LogPatterns patterns = context.getBean(LogPatterns.class);
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(patterns.describe(1_000).patterns())
					.extracting(LogPatternsEndpoint.Pattern::template)
					.contains("Mined at the end"));
			assertThat(patterns.describe(1_000).patterns()).extracting(LogPatternsEndpoint.Pattern::sample)
				.contains("Door of ***", "Lock of ***");
			assertThat(patterns.describe(1_000).toString()).doesNotContain("lettersof");
		});
	}

	@Test
	void comesBackWhenTheLoggingContextIsReset() {
		this.runner.run((context) -> {
			LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
			logback.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(NAME);
			logback.getCopyOfListenerList().forEach((listener) -> listener.onReset(logback));
			assertThat(appender()).isNotNull();
			assertThat(appender().isStarted()).isTrue();
		});
	}

	@Test
	void countsTheMostFrequentByTheirIds() {
		this.runner.withBean(SimpleMeterRegistry.class).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			LogPatterns patterns = context.getBean(LogPatterns.class);
			PatternMeters meters = context.getBean(PatternMeters.class);
			meters.bindTo(registry);
			for (int i = 0; i < 30; i++) {
				for (int j = 0; j <= i; j++) {
					patterns.add(new PatternLine("a", "INFO", "Template {} " + i, "x", 0, null));
				}
			}
			patterns.mine();
			meters.run();
			assertThat(registry.get("observability.logging.pattern.lines").functionCounters()).hasSize(20)
				.allSatisfy((counter) -> assertThat(counter.getId().getTag("pattern")).matches("[0-9a-f]{12}"))
				.anySatisfy((counter) -> assertThat(counter.count()).isEqualTo(30));
			for (int i = 0; i < 100; i++) {
				patterns.add(new PatternLine("a", "INFO", "Another template {}", "x", 0, null));
			}
			patterns.mine();
			meters.run();
			assertThat(registry.get("observability.logging.pattern.lines").functionCounters()).hasSize(20)
				.anySatisfy((counter) -> assertThat(counter.count()).isEqualTo(100))
				.noneSatisfy((counter) -> assertThat(counter.count()).isEqualTo(11));
		});
	}

	@Test
	void countsAPatternThatIsForgottenAndFoundAgain() {
		LogPatterns patterns = new LogPatterns(Masking.create(new MockEnvironment(), 1_024),
				new PatternProperties(true, Duration.ofMinutes(5)), InstantSource.system(), (event) -> {
				});
		MeterRegistry registry = new SimpleMeterRegistry();
		PatternMeters meters = new PatternMeters(patterns);
		meters.bindTo(registry);
		add(patterns, "Found again {}", 50);
		meters.run();
		for (int i = 0; i < 2_500; i++) {
			add(patterns, "Template {} " + i, 1);
		}
		add(patterns, "Found again {}", 70);
		meters.run();
		assertThat(registry.get("observability.logging.pattern.lines").functionCounters())
			.filteredOn((counter) -> counter.count() > 1)
			.singleElement()
			.satisfies((counter) -> assertThat(counter.count()).isEqualTo(70));
	}

	private static void add(LogPatterns patterns, String template, int lines) {
		for (int i = 0; i < lines; i++) {
			patterns.add(new PatternLine("a", "INFO", template, "x", 0, null));
		}
		patterns.mine();
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.logging.patterns.enabled", "observability.logging.enabled" })
	void isOffByProperty(String property) {
		this.runner.withPropertyValues(property + "=off").run((context) -> {
			assertThat(context).doesNotHaveBean(LogPatterns.class);
			assertThat(appender()).isNull();
		});
	}

	@Test
	void backsOffWithoutLogback() {
		this.runner.withClassLoader(new FilteredClassLoader(LoggerContext.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LogPatterns.class));
	}

	@Test
	void minesWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(PatternMining.class));
	}

	@Test
	void namesAWrongValue() {
		this.runner.withPropertyValues("observability.logging.patterns.learning=-1m")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'observability.logging.patterns.learning'"));
	}

	private static Appender<ILoggingEvent> appender() {
		return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME).getAppender(NAME);
	}

}
