package io.github.observability.context.propagation;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.client.MockClientHttpRequest;

import static org.assertj.core.api.Assertions.assertThat;

class PropagationAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(MicrometerTracingAutoConfiguration.class, OpenTelemetrySdkAutoConfiguration.class,
					OpenTelemetryTracingAutoConfiguration.class, PropagationAutoConfiguration.class));

	@Test
	void leavesThePropagatorOfTheUserAsItIsAndRestrictsItsBaggage() {
		this.runner.withBean(UsersPropagator.class)
			.withBean(UsersClass.class)
			.withPropertyValues("management.tracing.baggage.remote-fields=tenant")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(UsersClass.class).propagator())
					.isSameAs(context.getBean(UsersPropagator.class));
				assertRestricted(context.getBean(ContextPropagators.class).getTextMapPropagator());
			});
	}

	@Test
	void restrictsThePropagatorsThatTheUserCollects() {
		this.runner.withBean("mine", TextMapPropagator.class, UsersPropagator::new)
			.withUserConfiguration(UsersPropagators.class)
			.withPropertyValues("management.tracing.baggage.remote-fields=tenant")
			.run((context) -> assertRestricted(context.getBean(ContextPropagators.class).getTextMapPropagator()));
	}

	private static void assertRestricted(TextMapPropagator propagator) {
		Context received = propagator.extract(Context.root(), Map.of(), new Headers());
		assertThat(Baggage.fromContext(received).asMap()).containsOnlyKeys("tenant");
	}

	@Test
	void bootsPropagatorKeepsItsClassWhereOnlySomeHostsAreTrusted() {
		this.runner.withBean(UsersOfBoots.class)
			.withPropertyValues("observability.context.clients.hosts=api.example.com")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				OtelPropagator propagator = context.getBean(UsersOfBoots.class).propagator();
				assertThat(propagator).isSameAs(context.getBean(Propagator.class));
				assertThat(sent(propagator, "https://api.example.com/")).containsKey("traceparent");
				assertThat(sent(propagator, "https://other.example.com/")).isEmpty();
			});
	}

	private static Map<String, String> sent(OtelPropagator propagator, String url) {
		Map<String, String> sent = new HashMap<>();
		MockClientHttpRequest request = new MockClientHttpRequest(HttpMethod.GET, url);
		io.micrometer.tracing.TraceContext context = new io.micrometer.tracing.otel.bridge.OtelTraceContextBuilder()
			.traceId("0af7651916cd43dd8448eb211c80319c")
			.spanId("b7ad6b7169203331")
			.sampled(true)
			.build();
		propagator.inject(context, request, (carrier, key, value) -> sent.put(key, value));
		return sent;
	}

	private static final class UsersPropagator implements TextMapPropagator {

		@Override
		public Collection<String> fields() {
			return List.of();
		}

		@Override
		public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		}

		@Override
		public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
			return context.with(Baggage.builder().put("tenant", "acme").put("password", "hunter2").build());
		}

	}

	private record UsersClass(UsersPropagator propagator) {

	}

	private record UsersOfBoots(OtelPropagator propagator) {

	}

	@Configuration(proxyBeanMethods = false)
	static class UsersPropagators {

		@Bean
		ContextPropagators usersPropagators(TextMapPropagator mine) {
			return ContextPropagators.create(mine);
		}

	}

	private static final class Headers implements TextMapGetter<Map<String, String>> {

		@Override
		public Iterable<String> keys(Map<String, String> carrier) {
			return carrier.keySet();
		}

		@Override
		public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
			return null;
		}

	}

}
