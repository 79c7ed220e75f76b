package io.github.observability.resource;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

import io.github.observability.logging.LogFormat;
import io.github.observability.logging.LogLineReader;
import io.github.observability.logging.StandardField;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.resources.Resource;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.info.GitProperties;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResourceAutoConfiguration}.
 */
class ResourceAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
						OpenTelemetrySdkAutoConfiguration.class, ResourceAutoConfiguration.class))
		.withPropertyValues("spring.application.name=rides", "spring.application.group=marketplace",
				"spring.application.version=1.2.3", "logging.structured.ecs.service.environment=staging");

	private static Map<String, Object> attributes(ApplicationContext context) {
		Map<String, Object> attributes = new TreeMap<>();
		context.getBean(Resource.class).getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value));
		return attributes;
	}

	private static Map<String, String> info(ApplicationContext context) {
		Map<String, String> tags = new TreeMap<>();
		for (Tag tag : context.getBean(MeterRegistry.class).get("application.info").gauge().getId().getTags()) {
			tags.put(tag.getKey(), tag.getValue());
		}
		return tags;
	}

	@Test
	void saysTheSameInSpansLinesAndTheGauge() {
		this.runner.run((context) -> {
			assertThat(attributes(context)).containsEntry("service.name", "rides")
				.containsEntry("service.namespace", "marketplace")
				.containsEntry("service.version", "1.2.3")
				.containsEntry("deployment.environment.name", "staging")
				.containsEntry("telemetry.distro.name", "observability-spring-boot-starter")
				.containsEntry("telemetry.sdk.language", "java")
				.containsKey("service.instance.id");
			assertThat(info(context)).containsEntry("name", "rides")
				.containsEntry("namespace", "marketplace")
				.containsEntry("version", "1.2.3")
				.containsEntry("environment", "staging")
				.containsEntry("commit", "unknown")
				.containsEntry("java", Runtime.version().toString())
				.containsEntry("boot", SpringBootVersion.getVersion());
			Map<StandardField, Object> fields = LogLineReader.constants(LogFormat.ECS, context.getEnvironment());
			assertThat(fields.get(StandardField.SERVICE_NAME)).hasToString("rides");
			assertThat(fields.get(StandardField.SERVICE_NAMESPACE)).hasToString("marketplace");
			assertThat(fields.get(StandardField.SERVICE_VERSION)).hasToString("1.2.3");
			assertThat(fields.get(StandardField.SERVICE_ENVIRONMENT)).hasToString("staging");
		});
	}

	@Test
	void leavesWhatTheUserSet() {
		this.runner
			.withPropertyValues("management.opentelemetry.resource-attributes[service.version]=9",
					"management.opentelemetry.resource-attributes[service.instance.id]=rides-0",
					"management.opentelemetry.resource-attributes[deployment.environment.name]=production",
					"management.opentelemetry.resource-attributes[telemetry.distro.name]=acme",
					"management.opentelemetry.resource-attributes[service.namespace]=acme")
			.run((context) -> assertThat(attributes(context)).containsEntry("service.version", "9")
				.containsEntry("service.instance.id", "rides-0")
				.containsEntry("deployment.environment.name", "production")
				.containsEntry("telemetry.distro.name", "acme")
				.containsEntry("service.namespace", "acme"));
	}

	@Test
	void leavesAResourceOfTheApplication() {
		Resource own = Resource.create(Attributes.of(AttributeKey.stringKey("own"), "1"));
		this.runner.withBean("own", Resource.class, () -> own)
			.run((context) -> assertThat(context.getBean(Resource.class)).isSameAs(own));
	}

	@Test
	void takesTheNodeAsInstance() {
		this.runner.withPropertyValues("logging.structured.ecs.service.node-name=rides-0")
			.run((context) -> assertThat(attributes(context)).containsEntry("service.instance.id", "rides-0"));
	}

	@Test
	void readsBuildAndCommit() {
		Properties build = new Properties();
		build.setProperty("version", "7.0");
		build.setProperty("artifact", "built");
		Properties git = new Properties();
		git.setProperty("commit.id.abbrev", "abc1234");
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
							OpenTelemetrySdkAutoConfiguration.class, ResourceAutoConfiguration.class))
			.withBean(BuildProperties.class, () -> new BuildProperties(build))
			.withBean(GitProperties.class, () -> new GitProperties(git))
			.run((context) -> {
				assertThat(info(context)).containsEntry("name", "built")
					.containsEntry("version", "7.0")
					.containsEntry("commit", "abc1234")
					.containsEntry("namespace", "unknown");
				assertThat(attributes(context)).containsEntry("service.name", "built")
					.containsEntry("service.version", "7.0")
					.doesNotContainKeys("service.namespace", "deployment.environment.name");
			});
	}

	@Test
	void needsNoOpenTelemetry() {
		this.runner.withClassLoader(new FilteredClassLoader("io.opentelemetry"))
			.run((context) -> assertThat(info(context)).containsEntry("name", "rides"));
	}

	@Test
	void needsNoMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasSingleBean(ServiceIdentity.class)
				.doesNotHaveBean(ApplicationInfo.class));
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withPropertyValues("observability.resource.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(ServiceIdentity.class)
				.doesNotHaveBean(ApplicationInfo.class)
				.doesNotHaveBean(ResourceAttributes.class);
			assertThat(attributes(context)).doesNotContainKey("telemetry.distro.name");
		});
	}

}
