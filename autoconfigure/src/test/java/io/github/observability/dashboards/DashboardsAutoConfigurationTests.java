package io.github.observability.dashboards;

import java.util.Map;

import io.github.observability.business.BusinessMetricsAutoConfiguration;
import io.github.observability.resource.ResourceAutoConfiguration;
import io.github.observability.slo.SloAutoConfiguration;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class DashboardsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class, BusinessMetricsAutoConfiguration.class,
				SloAutoConfiguration.class, ResourceAutoConfiguration.class, DashboardsAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class)
		.withPropertyValues("spring.application.name=rides", "spring.application.version=1.2.3");

	private final ApplicationContextRunner exposed = this.runner
		.withPropertyValues("management.endpoints.web.exposure.include=dashboards");

	@Test
	void rendersWhereTheEndpointIsExposed() {
		this.exposed.run((context) -> {
			DashboardsEndpoint endpoint = context.getBean(DashboardsEndpoint.class);
			assertThat(endpoint.overview().dashboards()).containsExactly("fleet", "fleet-v2", "service", "service-v2");
			assertThat(endpoint.dashboard("service")).contains("\"title\" : \"rides / Service\"");
			assertThat(endpoint.dashboard("meters")).contains("\"application.info\"");
			assertThat(endpoint.dashboard("nothing")).isNull();
		});
	}

	@Test
	void rendersABusinessDashboardWhereThereAreBusinessMeters() {
		this.exposed.withPropertyValues("observability.business.meters.rides-requested.description=Rides requested")
			.run((context) -> assertThat(context.getBean(DashboardsEndpoint.class).dashboard("business"))
				.contains("Rides requested per minute"));
	}

	@Test
	void hasNoEndpointWhereItIsNotExposed() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(DashboardsEndpoint.class)
			.doesNotHaveBean(DashboardSource.class));
	}

	@Test
	void tellsInstancesApartByTheirVersion() {
		this.exposed.run((context) -> assertThat(context.getBean(DashboardsEndpoint.class).dashboard("fleet"))
			.contains("Instances by version", "application_info{"));
		this.exposed.withPropertyValues("observability.resource.enabled=false")
			.run((context) -> assertThat(context.getBean(DashboardsEndpoint.class).dashboard("fleet"))
				.doesNotContain("Instances by version", "application_info"));
	}

	@Test
	void selectsByTheLabelsThatAreSet() {
		this.exposed.run((context) -> assertThat(context.getBean(DashboardsEndpoint.class).dashboard("service"))
			.contains("job=~\\\"$application", "instance=~\\\"$instance"));
		this.exposed
			.withPropertyValues("observability.dashboards.application-label=service",
					"observability.dashboards.instance-label=pod")
			.run((context) -> assertThat(context.getBean(DashboardsEndpoint.class).dashboard("service"))
				.contains("service=~\\\"$application", "pod=~\\\"$instance")
				.doesNotContain("job=~", "instance=~"));
	}

	@Test
	void backsOffWhenDisabled() {
		this.exposed.withPropertyValues("observability.dashboards.enabled=no")
			.run((context) -> assertThat(context).doesNotHaveBean(DashboardsAutoConfiguration.class)
				.doesNotHaveBean(DashboardsEndpoint.class));
	}

	@Test
	void backsOffWithoutMicrometer() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(DashboardsAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DashboardsAutoConfiguration.class));
	}

	@Test
	void backsOffWithoutRegistry() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(DashboardsAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DashboardsAutoConfiguration.class));
	}

	@Test
	void hasNoEndpointWithoutJackson() {
		this.exposed.withClassLoader(new FilteredClassLoader("tools.jackson.databind"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(DashboardsAutoConfiguration.class)
				.doesNotHaveBean(DashboardsEndpoint.class));
	}

	@Test
	void rendersWithoutPrometheusRegistry() {
		this.exposed.withClassLoader(new FilteredClassLoader("io.micrometer.prometheusmetrics"))
			.run((context) -> assertThat(context.getBean(DashboardsEndpoint.class).overview().dashboards())
				.contains("service"));
	}

	@Test
	void usesOwnSource() {
		this.exposed.withBean(DashboardSource.class, () -> () -> Map.of("mine", "{}")).run((context) -> {
			assertThat(context.getBean(DashboardsEndpoint.class).overview().dashboards()).containsExactly("mine");
			assertThat(context.getBean(DashboardsEndpoint.class).dashboard("mine")).isEqualTo("{}");
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					data-sources.metric=x          | 'observability.dashboards.data-sources.metric' is not a data source: use one of metrics, traces, logs, profiles
					data-sources.metrics=          | 'observability.dashboards.data-sources.metrics' must not be empty
					data-sources.logs={a}          | 'observability.dashboards.data-sources.logs' must be the name or the uid of a data source in Grafana, but was '{a}'
					application-label=a b          | 'observability.dashboards.application-label' must be the name of a label such as 'job', but was 'a b'
					instance-label=job             | 'observability.dashboards.instance-label' must differ from 'observability.dashboards.application-label'
					links.console=ftp://x          | 'observability.dashboards.links.console' must begin with http://, https:// or /, but was 'ftp://x'
					enabled=maybe                  | observability.dashboards.enabled
					""",
			quoteCharacter = '`')
	void namesAWrongValue(String property, String message) {
		this.exposed.withPropertyValues("observability.dashboards." + property)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.satisfies((failure) -> assertThat(
						org.springframework.core.NestedExceptionUtils.getMostSpecificCause(failure).toString()
								+ failure)
					.contains(message)));
	}

}
