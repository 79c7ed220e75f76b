package io.github.observability;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.observability.testing.RenderedPart;
import io.grpc.Status;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.binder.grpc.GrpcServerObservationContext;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FailureTableTests {

	private static final RenderedPart PAGE = new RenderedPart(Path.of("..", "docs", "golden-signals.md"),
			"<!-- Rendered by FailureTableTests from here on. -->\n",
			"<!-- Rendered until here by FailureTableTests. -->\n");

	private final FailureTable table = FailureTable.defaults();

	@ParameterizedTest
	@CsvSource({ "http.server.requests, outcome, SERVER_ERROR, CLIENT_ERROR",
			"http.client.requests, outcome, SERVER_ERROR, CLIENT_ERROR",
			"grpc.server, grpc.status_code, INTERNAL, NOT_FOUND",
			"grpc.client, grpc.status_code, UNAVAILABLE, CANCELLED",
			"graphql.request, graphql.outcome, INTERNAL_ERROR, REQUEST_ERROR",
			"graphql.datafetcher, graphql.outcome, ERROR, SUCCESS",
			"graphql.dataloader, graphql.outcome, ERROR, SUCCESS",
			"spring.batch.job, spring.batch.job.status, FAILED, STOPPED",
			"spring.batch.step, spring.batch.step.status, FAILED, COMPLETED",
			"tasks.scheduled.execution, outcome, ERROR, UNKNOWN", "quartz.job, outcome, ERROR, SUCCESS" })
	void knowsFailures(String observation, String tag, String failing, String good) {
		assertThat(this.table.failure(context(observation, tag, failing))).isEqualTo(KeyValue.of(tag, failing));
		assertThat(this.table.failure(observation, KeyValues.of("a", "b", tag, failing)))
			.isEqualTo(KeyValue.of(tag, failing));
		assertThat(this.table.failure(context(observation, tag, good))).isNull();
		assertThat(this.table.failure(observation, KeyValues.of("a", "b", tag, good))).isNull();
		assertThat(this.table.covers(observation)).isTrue();
		assertThat(this.table.tags(observation)).containsExactly(tag);
	}

	@Test
	void knowsNothingOfOtherObservations() {
		assertThat(this.table.failure(context("own", "outcome", "SERVER_ERROR"))).isNull();
		assertThat(this.table.failure(null, KeyValues.of("outcome", "SERVER_ERROR"))).isNull();
		assertThat(this.table.failure(context(null, "outcome", "SERVER_ERROR"))).isNull();
		assertThat(this.table.covers("own")).isFalse();
		assertThat(this.table.tags("own")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { Outcomes.CLIENT_ABORT, Outcomes.EXPECTED })
	void excusesAnOutcome(String outcome) {
		FailureTable table = of(Map.of("http.server.requests", "status=5*"));
		assertThat(table.failure("http.server.requests", KeyValues.of("outcome", outcome, "status", "500"))).isNull();
		Observation.Context context = context("http.server.requests", "status", "500");
		assertThat(table.failure(context)).isNotNull();
		context.addLowCardinalityKeyValue(KeyValue.of("outcome", outcome));
		assertThat(table.failure(context)).isNull();
	}

	@Test
	void doesNotTakeACanceledCallForAFailure() {
		GrpcServerObservationContext context = new GrpcServerObservationContext((carrier, key) -> null);
		context.setName("grpc.server");
		context.addLowCardinalityKeyValue(KeyValue.of("grpc.status_code", "UNKNOWN"));
		assertThat(this.table.failure(context)).isNull();
		context.setStatusCode(Status.Code.UNKNOWN);
		assertThat(this.table.failure(context)).isNotNull();
	}

	@Test
	void addsEntries() {
		FailureTable table = of(Map.of("grpc.server", "grpc.status_code=NOT_FOUND", "my.work[0]", "result=failed",
				"my.work[1]", " code = 5* "));
		assertThat(table.failure(context("grpc.server", "grpc.status_code", "NOT_FOUND"))).isNotNull();
		assertThat(table.failure(context("grpc.server", "grpc.status_code", "INTERNAL"))).isNotNull();
		assertThat(table.failure(context("my.work", "result", "failed"))).isNotNull();
		assertThat(table.failure(context("my.work", "code", "503"))).isNotNull();
		assertThat(table.failure(context("my.work", "code", "404"))).isNull();
		assertThat(table.tags("my.work")).containsExactly("result", "code");
	}

	@Test
	void followsTheNamesOfHttpObservations() {
		MockEnvironment environment = new MockEnvironment()
			.withProperty("management.observations.http.server.requests.name", "requests.in")
			.withProperty("management.observations.http.client.requests.name", "requests.out");
		FailureTable table = FailureTable.of(environment);
		assertThat(table.failure(context("requests.in", "outcome", "SERVER_ERROR"))).isNotNull();
		assertThat(table.failure(context("requests.out", "outcome", "SERVER_ERROR"))).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "failed", "=failed", "result=", "result=a*b", "result=*a" })
	void namesAMalformedEntry(String entry) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> of(Map.of("my.work", entry)))
			.satisfies((failure) -> {
				assertThat(failure.getName()).isEqualTo("observability.golden.failures.my.work");
				assertThat(failure.getValue()).isEqualTo(entry);
				assertThat(failure.getReason()).contains("tag=value");
			});
	}

	@Test
	void pageIsUpToDate() {
		PAGE.assertIsUpToDate("\n" + rows() + "\n", getClass());
	}

	private MarkdownTable rows() {
		MarkdownTable rows = new MarkdownTable("Observation", "Failure");
		this.table.entries()
			.forEach((observation, entries) -> rows.row(MarkdownTable.code(observation),
					entries.stream().map(MarkdownTable::code).collect(Collectors.joining(", "))));
		return rows;
	}

	private static FailureTable of(Map<String, String> entries) {
		MockEnvironment environment = new MockEnvironment();
		entries.forEach((key, value) -> environment.setProperty(FailureTable.PROPERTY + "." + key, value));
		return FailureTable.of(environment);
	}

	private static Observation.Context context(@Nullable String name, String key, String value) {
		Observation.Context context = new Observation.Context();
		if (name != null) {
			context.setName(name);
		}
		context.addLowCardinalityKeyValue(KeyValue.of(key, value));
		return context;
	}

}
