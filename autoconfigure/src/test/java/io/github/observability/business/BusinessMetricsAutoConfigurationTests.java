package io.github.observability.business;

import java.time.Duration;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class BusinessMetricsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BusinessMetricsAutoConfiguration.class));

	private final MockClock clock = new MockClock();

	private final ApplicationContextRunner timed = this.runner.withBean(SimpleMeterRegistry.class,
			() -> new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock));

	@Test
	void offersBusinessMetrics() {
		this.runner.withBean(SimpleMeterRegistry.class).run((context) -> {
			context.getBean(BusinessMetrics.class).counter("rides.requested", "Rides requested").increment();
			assertThat(context.getBean(SimpleMeterRegistry.class).get("rides.requested").counter().count())
				.isEqualTo(1);
		});
	}

	@Test
	void usesOwnBean() {
		BusinessMetrics own = mock(BusinessMetrics.class);
		this.runner.withBean(SimpleMeterRegistry.class)
			.withBean(BusinessMetrics.class, () -> own)
			.run((context) -> assertThat(context.getBean(BusinessMetrics.class)).isSameAs(own));
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("observability.business.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(BusinessMetrics.class));
	}

	@Test
	void backsOffWithoutARegistry() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(BusinessMetrics.class));
	}

	@Test
	void backsOffWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).doesNotHaveBean(BusinessMetricsAutoConfiguration.class));
	}

	@Test
	void namesAWrongLimit() {
		this.runner.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("observability.business.max-tag-values=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("'observability.business.max-tag-values' must be at least 1, but was 0"));
	}

	@ParameterizedTest
	@CsvSource({ "1h, 1", "30m, 2" })
	void remembersTheSubjectsOfAFunnelForTheWindow(String window, int counted) {
		this.timed
			.withPropertyValues("observability.business.funnels.checkout=cart,paid",
					"observability.business.funnel-policy.window=" + window)
			.run((context) -> {
				BusinessFunnel checkout = context.getBean(BusinessMetrics.class).funnel("checkout");
				checkout.reached("cart", "session-1");
				this.clock.add(Duration.ofMinutes(30));
				checkout.reached("cart", "session-1");
				assertThat(context.getBean(SimpleMeterRegistry.class)
					.get("observability.business.funnel.steps")
					.tag("step", "cart")
					.counter()
					.count()).isEqualTo(counted);
			});
	}

	@ParameterizedTest
	@CsvSource({ "10m, 1", "5m, 2" })
	void remembersAKeyForTheWindow(String window, int counted) {
		this.timed.withPropertyValues("observability.business.idempotency.window=" + window).run((context) -> {
			BusinessEvents orders = context.getBean(BusinessMetrics.class).events("orders", "Orders");
			orders.once("order-1").occurred();
			this.clock.add(Duration.ofMinutes(5));
			orders.once("order-1").occurred();
			assertThat(context.getBean(SimpleMeterRegistry.class).get("orders").counter().count()).isEqualTo(counted);
		});
	}

	@ParameterizedTest
	@CsvSource({ "10000, 3", "2, 4" })
	void remembersNoMoreKeysThanAllowed(int most, int counted) {
		this.timed.withPropertyValues("observability.business.idempotency.max-keys=" + most).run((context) -> {
			BusinessEvents orders = context.getBean(BusinessMetrics.class).events("orders", "Orders");
			for (String key : new String[] { "order-1", "order-2", "order-3", "order-1" }) {
				orders.once(key).occurred();
			}
			assertThat(context.getBean(SimpleMeterRegistry.class).get("orders").counter().count()).isEqualTo(counted);
		});
	}

}
