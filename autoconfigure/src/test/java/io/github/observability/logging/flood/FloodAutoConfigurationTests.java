package io.github.observability.logging.flood;

import ch.qos.logback.classic.LoggerContext;
import io.github.observability.logging.filter.EventFilter;
import io.github.observability.logging.filter.EventFilterAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.helpers.BasicMarkerFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class FloodAutoConfigurationTests {

	private static final Logger logger = LoggerFactory.getLogger("org.example.FloodAutoConfigurationTests");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(FloodAutoConfiguration.class, EventFilterAutoConfiguration.class));

	@AfterEach
	void leavesNoFilterBehind() {
		assertThat(((LoggerContext) LoggerFactory.getILoggerFactory()).getTurboFilterList()).isEmpty();
	}

	@Test
	void suppressesAndSummarizes(CapturedOutput output) {
		this.runner.run((context) -> {
			for (int i = 0; i < 40; i++) {
				logger.error("Flooded {} of {}", i, "forty", new IllegalStateException("no driver"));
			}
			assertThat(output.getOut().split("Flooded \\d", -1)).hasSize(11);
		});
		assertThat(output.getOut()).contains("30 more in 10 s: Flooded {} of {}");
	}

	@Test
	void masksValuesOfSecretKeysThatAMessageRepeats(CapturedOutput output) {
		this.runner.run((context) -> {
			MDC.put("api_key", "lettersofmdc");
			for (int i = 0; i < 40; i++) {
				logger.atError().addKeyValue("password", "letmein").log("Login with letmein of lettersofmdc");
			}
			MDC.remove("api_key");
		});
		assertThat(output.getOut()).contains("30 more in 10 s: Login with *** of ***");
	}

	@Test
	@SuppressWarnings("deprecation")
	void masksSecretsOfMarkersThatAMessageRepeats(CapturedOutput output) {
		Marker group = new BasicMarkerFactory().getDetachedMarker("group");
		group.add(Markers.append("password", "lettersofagroup"));
		this.runner.run((context) -> {
			for (int i = 0; i < 40; i++) {
				logger.error(Markers.append("password", "lettersofamarker"), "Door of lettersofamarker");
				logger.error(group, "Gate of lettersofagroup");
				logger.atError()
					.addMarker(Markers.append("api_key", "lettersofaflow"))
					.addKeyValue("password", "lettersofapair")
					.log("Lock of lettersofaflow by lettersofapair");
			}
		});
		assertThat(output.getOut()).contains("30 more in 10 s: Door of ***")
			.contains("30 more in 10 s: Gate of ***")
			.contains("30 more in 10 s: Lock of *** by ***");
	}

	@Test
	void suppressesWhatTheFluentApiLogs(CapturedOutput output) {
		this.runner.run((context) -> {
			for (int i = 0; i < 40; i++) {
				logger.atError().addKeyValue("number", i).log("Flooded fluently");
			}
		});
		assertThat(output.getOut().split("Flooded fluently", -1)).hasSize(12);
		assertThat(output.getOut()).contains("30 more in 10 s: Flooded fluently");
	}

	@Test
	void staysWhenTheLoggingContextIsReset(CapturedOutput output) {
		this.runner.run((context) -> {
			LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
			assertThat(logback.getTurboFilterList()).hasSize(1);
			logback.resetTurboFilterList();
			logback.getCopyOfListenerList().forEach((listener) -> listener.onReset(logback));
			assertThat(logback.getTurboFilterList()).hasSize(1);
		});
	}

	@Test
	void countsSuppressedLinesByLevel() {
		this.runner.withBean(SimpleMeterRegistry.class).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			context.getBean(MeterBinder.class).bindTo(registry);
			for (int i = 0; i < 40; i++) {
				logger.warn("Flooded and counted {}", i);
			}
			assertThat(registry.get("observability.logging.floods.suppressed")
				.tag("level", "warn")
				.functionCounter()
				.count()).isEqualTo(30);
			assertThat(registry.get("observability.logging.floods.suppressed")
				.tag("level", "error")
				.functionCounter()
				.count()).isZero();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.logging.floods.enabled", "observability.logging.enabled" })
	void isOffByProperty(String property) {
		this.runner.withPropertyValues(property + "=no").run((context) -> {
			assertThat(context).doesNotHaveBean(EventFilter.class);
			assertThat(((LoggerContext) LoggerFactory.getILoggerFactory()).getTurboFilterList()).isEmpty();
		});
	}

	@Test
	void backsOffWithoutLogback() {
		this.runner.withClassLoader(new FilteredClassLoader(LoggerContext.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Floods.class));
	}

	@Test
	void worksWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(Floods.class));
	}

	@ParameterizedTest
	@CsvSource({ "threshold,0", "threshold,1001", "sample-line,0", "window,10ms", "window,2h", "level,loud" })
	void namesWrongValues(String key, String value) {
		this.runner.withPropertyValues("observability.logging.floods." + key + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("'observability.logging.floods." + key + "'"));
	}

}
