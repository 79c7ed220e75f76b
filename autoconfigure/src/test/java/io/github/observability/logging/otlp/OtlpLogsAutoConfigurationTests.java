package io.github.observability.logging.otlp;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.instrumentation.logback.appender.v1_0.OpenTelemetryAppender;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import net.logstash.logback.argument.StructuredArguments;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class OtlpLogsAutoConfigurationTests {

	private static final Logger logger = LoggerFactory.getLogger("org.example.OtlpLogsAutoConfigurationTests");

	private static final AutoConfigurations BOOTS = AutoConfigurations.of(OpenTelemetryLoggingAutoConfiguration.class,
			OpenTelemetrySdkAutoConfiguration.class);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(OtlpLogsAutoConfiguration.class));

	@AfterEach
	void leavesNoAppenderBehind() {
		assertThat(appenders()).isZero();
		MDC.clear();
	}

	@Test
	void exportsMaskedLinesWithTheirContext() {
		this.runner.withUserConfiguration(ExportConfiguration.class).run((context) -> {
			MDC.put("requestId", "r-1");
			MDC.put("password", "hunter2");
			logger.atWarn()
				.addKeyValue("ride.id", 7)
				.addKeyValue("apiKey", "topsecret")
				.setCause(new IllegalStateException("token=abcdef0123456789"))
				.log("Login with password=hunter2");
			LogRecordData record = record(context.getBean(InMemory.class), "Login with");
			assertThat(record.getBodyValue().asString()).isEqualTo("Login with password=***");
			assertThat(record.getSeverityText()).isEqualTo("WARN");
			assertThat(record.getAttributes().get(AttributeKey.stringKey("requestId"))).isEqualTo("r-1");
			assertThat(record.getAttributes().toString()).doesNotContain("hunter2")
				.doesNotContain("topsecret")
				.doesNotContain("abcdef0123456789")
				.contains("IllegalStateException");
		});
	}

	@Test
	void masksSecretsOfStructuredArgumentsAndMarkersInBodies() {
		this.runner.withUserConfiguration(ExportConfiguration.class).run((context) -> {
			logger.warn("Login with {} of {}", StructuredArguments.v("password", "hunter2"),
					StructuredArguments.v("ride.id", "ride-7"));
			logger.warn(Markers.append("apiKey", "topsecret"), "Call with topsecret");
			LogRecordData record = record(context.getBean(InMemory.class), "Login with");
			assertThat(record.getBodyValue().asString()).isEqualTo("Login with *** of ride-7");
			assertThat(record.getAttributes().get(AttributeKey.stringKey("ride.id"))).isEqualTo("ride-7");
			assertThat(messages(context)).contains("Call with ***");
			assertThat(context.getBean(InMemory.class).exporter.getFinishedLogRecordItems())
				.extracting((each) -> each.getAttributes().toString())
				.noneMatch((attributes) -> attributes.contains("hunter2") || attributes.contains("topsecret"));
		});
	}

	@Test
	void leavesTheUsersExporterAsItIsAndMasksItsRecords() {
		this.runner.withConfiguration(BOOTS).withBean(UsersExporter.class).withBean(UsersClass.class).run((context) -> {
			assertThat(context).hasNotFailed();
			UsersExporter exporter = context.getBean(UsersClass.class).exporter();
			assertThat(exporter).isSameAs(context.getBean(LogRecordExporter.class));
			logger.warn("Login with password=hunter2");
			context.getBean(SdkLoggerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
			assertThat(exporter.memory.getFinishedLogRecordItems()).extracting((each) -> each.getBodyValue().asString())
				.contains("Login with password=***");
		});
	}

	@Test
	void keepsTheSettingsOfBootsProcessor() {
		this.runner.withConfiguration(BOOTS)
			.withBean(UsersExporter.class)
			.withPropertyValues("management.opentelemetry.logging.export.max-batch-size=7",
					"management.opentelemetry.logging.export.timeout=9s")
			.run((context) -> assertThat(context.getBean(BatchLogRecordProcessor.class)).asString()
				.contains("maxExportBatchSize=7", "exporterTimeoutNanos=9000000000", "MaskingLogRecordExporter"));
	}

	@Test
	void closesTheExporterWithTheContext() {
		UsersExporter exporter = new UsersExporter();
		this.runner.withConfiguration(BOOTS)
			.withBean(LogRecordExporter.class, () -> exporter)
			.run((context) -> assertThat(exporter.open).isTrue());
		assertThat(exporter.open).isFalse();
	}

	/** The starter cannot reach into a processor, so its exporter must mask. */
	@Test
	void masksRecordsOfAProcessorOfTheUsers() {
		this.runner.withConfiguration(BOOTS)
			.withBean(UsersExporter.class)
			.withUserConfiguration(UsersProcessor.class)
			.run((context) -> {
				logger.warn("Login with password=hunter2");
				context.getBean(SdkLoggerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
				assertThat(UsersProcessor.seen.getFinishedLogRecordItems())
					.extracting((each) -> each.getBodyValue().asString())
					.contains("Login with password=***")
					.doesNotContain("Login with password=hunter2");
			});
	}

	@Test
	void leavesOutWhatReportsFailuresOfTheExport() {
		this.runner.withUserConfiguration(ExportConfiguration.class).run((context) -> {
			LoggerFactory.getLogger("io.opentelemetry.exporter.internal.http.HttpExporter").warn("Failed to export");
			logger.warn("Exported");
			Collection<LogRecordData> records = context.getBean(InMemory.class).exporter.getFinishedLogRecordItems();
			assertThat(records).extracting((each) -> each.getBodyValue().asString())
				.contains("Exported")
				.doesNotContain("Failed to export");
		});
	}

	@Test
	void usesTheAppenderOfALogbackFile() {
		LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
		OpenTelemetryAppender own = new OpenTelemetryAppender();
		own.setContext(logback);
		own.setName("OWN");
		own.start();
		logback.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(own);
		this.runner.withUserConfiguration(ExportConfiguration.class).run((context) -> {
			assertThat(appenders()).isEqualTo(1);
			logger.warn("Through an own appender");
			assertThat(record(context.getBean(InMemory.class), "Through an own appender")).isNotNull();
		});
		logback.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(own);
	}

	@Test
	void theContextThatOpenedLastExports() {
		ApplicationContextRunner exporting = this.runner.withUserConfiguration(ExportConfiguration.class);
		exporting.run((first) -> {
			exporting.run((second) -> {
				logger.warn("While both are open");
				assertThat(appenders()).isEqualTo(1);
				assertThat(messages(second)).contains("While both are open");
				assertThat(messages(first)).doesNotContain("While both are open");
			});
			logger.warn("After one has closed");
			assertThat(messages(first)).contains("After one has closed");
		});
	}

	@Test
	void theContextThatOpenedLastGoesOnWhenAnotherCloses() {
		ApplicationContextRunner exporting = this.runner.withUserConfiguration(ExportConfiguration.class);
		exporting.run((first) -> {
			exporting.run((second) -> {
				first.getBean(OtlpAppender.class).destroy();
				logger.warn("After the first has closed");
				assertThat(messages(second)).contains("After the first has closed");
			});
			assertThat(appenders()).isZero();
		});
	}

	@Test
	void theContextThatOpenedLastExportsAfterAReset() {
		ApplicationContextRunner exporting = this.runner.withUserConfiguration(ExportConfiguration.class);
		exporting.run((first) -> exporting.run((second) -> {
			LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
			first.getBean(OtlpAppender.class).onReset(logback);
			logger.warn("After a reset");
			assertThat(messages(second)).contains("After a reset");
			assertThat(messages(first)).doesNotContain("After a reset");
		}));
	}

	private static List<String> messages(ApplicationContext context) {
		return context.getBean(InMemory.class).exporter.getFinishedLogRecordItems()
			.stream()
			.map((record) -> record.getBodyValue().asString())
			.toList();
	}

	@Test
	void backsOffWithoutAnExporter() {
		this.runner.withBean(OpenTelemetry.class, OpenTelemetry::noop)
			.run((context) -> assertThat(context).doesNotHaveBean(OtlpAppender.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.logging.otlp.enabled", "observability.logging.enabled" })
	void isOffByProperty(String property) {
		this.runner.withUserConfiguration(ExportConfiguration.class)
			.withPropertyValues(property + "=false")
			.run((context) -> assertThat(context).doesNotHaveBean(OtlpAppender.class));
	}

	@Test
	void backsOffWithoutTheAppender() {
		this.runner.withUserConfiguration(ExportConfiguration.class)
			.withClassLoader(new FilteredClassLoader("io.opentelemetry.instrumentation"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(OtlpAppender.class));
	}

	private static LogRecordData record(InMemory memory, String text) {
		return memory.exporter.getFinishedLogRecordItems()
			.stream()
			.filter((record) -> record.getBodyValue().asString().contains(text))
			.findFirst()
			.orElseThrow();
	}

	private static int appenders() {
		int count = 0;
		var appenders = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME)
			.iteratorForAppenders();
		while (appenders.hasNext()) {
			Appender<ILoggingEvent> appender = appenders.next();
			count += (appender instanceof OpenTelemetryAppender) ? 1 : 0;
		}
		return count;
	}

	@Configuration(proxyBeanMethods = false)
	static class ExportConfiguration {

		@Bean
		InMemory memory() {
			return new InMemory(InMemoryLogRecordExporter.create());
		}

		@Bean
		LogRecordExporter logRecordExporter(InMemory memory) {
			return memory.exporter();
		}

		@Bean
		OpenTelemetry openTelemetry(LogRecordExporter exporter) {
			return OpenTelemetrySdk.builder()
				.setLoggerProvider(SdkLoggerProvider.builder()
					.addLogRecordProcessor(SimpleLogRecordProcessor.create(exporter))
					.build())
				.build();
		}

	}

	record InMemory(InMemoryLogRecordExporter exporter) {
	}

	private static final class UsersExporter implements LogRecordExporter {

		private final InMemoryLogRecordExporter memory = InMemoryLogRecordExporter.create();

		private boolean open = true;

		@Override
		public CompletableResultCode export(Collection<LogRecordData> records) {
			return this.memory.export(records);
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			this.open = false;
			return CompletableResultCode.ofSuccess();
		}

	}

	private record UsersClass(UsersExporter exporter) {

	}

	@Configuration(proxyBeanMethods = false)
	static class UsersProcessor {

		static final InMemoryLogRecordExporter seen = InMemoryLogRecordExporter.create();

		@Bean
		LogRecordExporter seeing() {
			return seen;
		}

		@Bean
		LogRecordProcessor usersProcessor(LogRecordExporter seeing) {
			return SimpleLogRecordProcessor.create(seeing);
		}

	}

}
