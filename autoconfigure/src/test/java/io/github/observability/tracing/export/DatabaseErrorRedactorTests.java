package io.github.observability.tracing.export;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.micrometer.tracing.otel.bridge.OtelFinishedSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.dao.DuplicateKeyException;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseErrorRedactorTests {

	private static final String SECRET = "4111-1111";

	private static final SQLException DUPLICATE = new SQLException(
			"ERROR: duplicate key\n  Detail: Key (card)=(" + SECRET + ") already exists.", "23505");

	private final DatabaseErrorRedactor messages = new DatabaseErrorRedactor();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DatabaseErrorRedactionAutoConfiguration.class));

	@Test
	void leavesOutWhatTheDatabaseSays() {
		SpanData data = failed(DUPLICATE);
		assertThat(text(data)).doesNotContain(SECRET);
		assertThat(event(data, "exception.message")).isEqualTo("*** (SQL state 23505)");
		assertThat(event(data, "exception.type")).isEqualTo(SQLException.class.getName());
		assertThat(event(data, "exception.stacktrace"))
			.startsWith(SQLException.class.getName() + ": *** (SQL state 23505)")
			.contains("at " + DatabaseErrorRedactorTests.class.getName());
		assertThat(data.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(data.getStatus().getDescription()).isEqualTo("*** (SQL state 23505)");
	}

	@Test
	void leavesItOutOfWhatItIsTheCauseOf() {
		SpanData data = failed(new IllegalStateException("Not paid",
				new DuplicateKeyException("SQL [insert]; " + DUPLICATE.getMessage(), DUPLICATE)));
		assertThat(text(data)).doesNotContain(SECRET);
		assertThat(event(data, "exception.message")).isEqualTo("Not paid");
		assertThat(event(data, "exception.stacktrace")).contains("SQL [insert]; *** (SQL state 23505)");
	}

	@Test
	void leavesItOutOfBatchesAndWhatWasSuppressed() {
		BatchUpdateException batch = new BatchUpdateException("Batch entry 0 insert ('" + SECRET + "') was aborted",
				"23505", new int[0]);
		batch.setNextException(DUPLICATE);
		IllegalStateException outer = new IllegalStateException(batch.getMessage() + DUPLICATE.getMessage());
		outer.addSuppressed(batch);
		assertThat(text(failed(outer))).doesNotContain(SECRET);
	}

	@Test
	void findsMessagesThatContainOthers() {
		SQLException inner = new SQLException("bad value", "22023");
		SQLException outer = new SQLException("bad value " + SECRET, "22023", inner);
		assertThat(text(failed(outer))).doesNotContain(SECRET);
	}

	@Test
	void survivesExceptionsThatCauseEachOther() {
		SQLException first = new SQLException(SECRET);
		SQLException second = new SQLException("second", first);
		first.initCause(second);
		assertThat(text(failed(second))).doesNotContain(SECRET);
	}

	@Test
	void keepsTextsCutThatWereCut() {
		for (int length = 40; length < 70; length++) {
			SpanData data = failed(DUPLICATE, SpanLimits.builder().setMaxAttributeValueLength(length).build());
			assertThat(text(data)).as("%d", length).doesNotContain("4111").doesNotContain("Detail");
			assertThat(event(data, "exception.stacktrace")).hasSizeLessThanOrEqualTo(length);
		}
	}

	@Test
	void keepsOnlyTheCodeOfRedis() {
		SpanData data = exported(SpanLimits.getDefault(),
				(span) -> span.setAttribute("lettuce.command.error", "ERR unknown command 'FOO', with args " + SECRET));
		assertThat(data.getAttributes().get(AttributeKey.stringKey("lettuce.command.error"))).isEqualTo("ERR");
	}

	@Test
	void keepsTheRest() {
		assertThat(
				event(failed(new SQLTransientConnectionException("Connection is not available")), "exception.message"))
			.isEqualTo("Connection is not available");
		assertThat(event(failed(new SQLException("Connection refused", "08001")), "exception.message"))
			.isEqualTo("Connection refused");
		assertThat(event(failed(new IllegalStateException("Not paid")), "exception.message")).isEqualTo("Not paid");
		assertThat(text(failed(new SQLException((String) null)))).contains(SQLException.class.getName());
	}

	@Test
	void isThereByDefault() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(DatabaseErrorRedactor.class));
	}

	@Test
	void isGoneWhereItIsOff() {
		this.runner.withPropertyValues("observability.tracing.database-errors.redacted=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DatabaseErrorRedactor.class));
		this.runner.withPropertyValues("observability.tracing.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DatabaseErrorRedactor.class));
	}

	@Test
	void isGoneWithoutTheSdk() {
		this.runner.withClassLoader(new FilteredClassLoader(SpanData.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DatabaseErrorRedactor.class));
	}

	private SpanData failed(Exception failure) {
		return failed(failure, SpanLimits.getDefault());
	}

	private SpanData failed(Exception failure, SpanLimits limits) {
		return exported(limits, (span) -> {
			span.recordException(failure);
			span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()));
		});
	}

	private SpanData exported(SpanLimits limits, Consumer<Span> work) {
		InMemorySpanExporter exporter = InMemorySpanExporter.create();
		try (SdkTracerProvider provider = SdkTracerProvider.builder()
			.setSpanLimits(limits)
			.addSpanProcessor(SimpleSpanProcessor.create(exporter))
			.build()) {
			Span span = provider.get("test").spanBuilder("query").startSpan();
			work.accept(span);
			span.end();
			return OtelFinishedSpan
				.toOtel(this.messages.map(OtelFinishedSpan.fromOtel(exporter.getFinishedSpanItems().get(0))));
		}
	}

	/** All of it but times, whose digits may be those of the secret. */
	private static String text(SpanData data) {
		String events = data.getEvents()
			.stream()
			.map((event) -> event.getName() + event.getAttributes())
			.collect(Collectors.joining());
		return data.getName() + data.getAttributes() + events + data.getStatus();
	}

	private static String event(SpanData data, String key) {
		return data.getEvents().get(0).getAttributes().get(AttributeKey.stringKey(key));
	}

}
