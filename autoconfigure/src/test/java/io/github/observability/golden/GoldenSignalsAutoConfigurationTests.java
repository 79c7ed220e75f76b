package io.github.observability.golden;

import java.util.Arrays;
import java.util.List;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.MaximumAllowableTagsMeterFilter;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class GoldenSignalsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class, ObservationAutoConfiguration.class,
				GoldenSignalsAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class);

	@Test
	void givesLatencyTimersEightBuckets() {
		this.runner.run((context) -> assertThat(buckets(context.getBean(MeterRegistry.class), "http.client.requests"))
			.containsExactly(1e6, 5e6, 1e7, 5e7, 1e8, 5e8, 1e9, 5e9));
	}

	@ParameterizedTest
	@ValueSource(strings = { "http.server.requests", "tasks.scheduled.execution", "spring.kafka.listener",
			"spring.rabbit.listener", "jms.message.process" })
	void givesThemToAllThatAServiceWorksOff(String name) {
		this.runner.run((context) -> assertThat(buckets(context.getBean(MeterRegistry.class), name)).hasSize(8));
	}

	@Test
	void hasBootsFilterAdmitWhatIsAdmittedHere() {
		this.runner.withPropertyValues("management.metrics.web.server.max-uri-tags=2")
			.withBean("metricsHttpServerUriTagFilter", MaximumAllowableTagsMeterFilter.class,
					() -> new MaximumAllowableTagsMeterFilter("http.server.requests", "uri", 2))
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				for (String route : List.of("/a", "/b", "other", "UNKNOWN", "NOT_FOUND", "REDIRECTION", "none")) {
					registry.timer("http.server.requests", "uri", route);
				}
				assertThat(registry.get("http.server.requests").timers()).hasSize(7);
			});
	}

	@Test
	void leavesFiltersOfTheUserAlone() {
		MaximumAllowableTagsMeterFilter own = new MaximumAllowableTagsMeterFilter("own", "uri", 2);
		this.runner.withBean("own", MaximumAllowableTagsMeterFilter.class, () -> own)
			.run((context) -> assertThat(context.getBean("own")).isSameAs(own));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					long-running-threshold=0s    | 'observability.golden.long-running-threshold' must be positive, but was 0.0ms
					ignored-paths=internal       | '/internal' or '/internal/**' for everything below it, but contained 'internal'
					ignored-paths=/a/*/b         | but contained '/a/*/b'
					expected-exceptions=no.Such  | no.Such
					expected-exceptions=java.lang.String | 'observability.golden.expected-exceptions' must contain classes of exceptions such as 'java.io.UncheckedIOException', but contained 'java.lang.String'
					stream-routes=poll           | 'observability.golden.stream-routes' must contain values of the tag 'uri' such as '/rides/{id}', but contained 'poll'; use '/poll'
					unrecorded-routes=a/b        | but contained 'a/b'; use '/a/b'
					stream-content-types=ndjson  | 'observability.golden.stream-content-types' must contain content types such as 'application/x-ndjson', but contained 'ndjson'
					""")
	void namesWrongValues(String property, String message) {
		this.runner.withPropertyValues("observability.golden." + property)
			.run((context) -> assertThat(context).getFailure()
				.satisfies(
						(failure) -> assertThat(stack(failure)).contains("observability.golden.").contains(message)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/rides/{id}", "/api/*", "*.do", "root", "UNKNOWN", "other" })
	void takesEachRouteThatIsRecorded(String route) {
		this.runner
			.withPropertyValues("observability.golden.unrecorded-routes=" + route,
					"observability.golden.stream-routes=" + route)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void leavesOtherTimersAlone() {
		this.runner.run((context) -> assertThat(buckets(context.getBean(MeterRegistry.class), "jdbc.query")).isEmpty());
	}

	@Test
	void usesOwnBuckets() {
		this.runner.withPropertyValues("observability.golden.latency-buckets=20ms,2s")
			.run((context) -> assertThat(buckets(context.getBean(MeterRegistry.class), "http.server.requests"))
				.containsExactly(2e7, 2e9));
	}

	@Test
	void usesBucketsOfBootsProperty() {
		this.runner.withPropertyValues("management.metrics.distribution.slo.http.server.requests=300ms")
			.run((context) -> assertThat(buckets(context.getBean(MeterRegistry.class), "http.server.requests"))
				.containsExactly(3e8));
	}

	@Test
	void describesMetersOfObservations() {
		this.runner.run((context) -> assertThat(context.getBean(MeterRegistry.class)
			.timer("http.client.requests", "uri", "/x")
			.getId()
			.getDescription()).isEqualTo("Duration of HTTP requests sent"));
	}

	@Test
	void namesMetersThatNobodyDescribes() {
		this.runner.run((context) -> assertThat(
				context.getBean(MeterRegistry.class).counter("tomcat.cache.hit").getId().getDescription())
			.isEqualTo("Micrometer meter tomcat.cache.hit"));
	}

	@Test
	void leavesDescriptionsAlone() {
		this.runner.run((context) -> assertThat(Counter.builder("own")
			.description("Own things")
			.register(context.getBean(MeterRegistry.class))
			.getId()
			.getDescription()).isEqualTo("Own things"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			''                                        | must contain 1 to 14 durations, but contained 0
			1ms,2ms,3ms,4ms,5ms,6ms,7ms,8ms,9ms,10ms,11ms,12ms,13ms,14ms,15ms | but contained 15
			-5ms                                      | but began with -5.0ms
			0ms,1s                                    | but began with 0.0ms
			10ms,10ms                                 | but 10.0ms follows 10.0ms
			1s,10ms                                   | but 10.0ms follows 1000.0ms
			soon                                      | soon
			""")
	void namesWrongBuckets(String value, String message) {
		this.runner.withPropertyValues("observability.golden.latency-buckets=" + value)
			.run((context) -> assertThat(context).getFailure()
				.satisfies((failure) -> assertThat(stack(failure)).contains("observability.golden.latency-buckets")
					.contains(message)));
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withPropertyValues("observability.golden.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(GoldenSignalsAutoConfiguration.class));
	}

	@Test
	void backsOffWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).doesNotHaveBean(GoldenSignalsAutoConfiguration.class));
	}

	private static double[] buckets(MeterRegistry registry, String name) {
		Timer timer = registry.timer(name);
		return Arrays.stream(timer.takeSnapshot().histogramCounts()).mapToDouble((count) -> count.bucket()).toArray();
	}

	private static String stack(Throwable failure) {
		StringBuilder messages = new StringBuilder();
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			messages.append(cause.getMessage()).append('\n');
		}
		return messages.toString();
	}

}
