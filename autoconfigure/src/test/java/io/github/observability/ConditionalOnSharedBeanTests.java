package io.github.observability;

import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

class ConditionalOnSharedBeanTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(First.class, Second.class));

	@Test
	void matchesWithABean() {
		this.runner.withBean(SimpleMeterRegistry.class)
			.run((context) -> assertThat(context).hasBean("first").hasBean("second"));
	}

	@Test
	void doesNotMatchWithoutABean() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean("first").doesNotHaveBean("second"));
	}

	@Test
	void matchesWithABeanThatAnotherAutoConfigurationAdds() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(First.class, Between.class, Second.class))
			.run((context) -> assertThat(context).doesNotHaveBean("first").hasBean("second"));
	}

	@Test
	void matchesWithABeanOfTheParent() {
		new ApplicationContextRunner().withBean(SimpleMeterRegistry.class)
			.run((parent) -> this.runner.withParent(parent)
				.run((context) -> assertThat(context).hasBean("first").hasBean("second")));
	}

	@Test
	void looksOnceInEachContext() {
		AtomicInteger lookups = new AtomicInteger();
		for (int expected = 1; expected <= 2; expected++) {
			try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(
					new CountingFactory(lookups))) {
				context.registerBean(SimpleMeterRegistry.class);
				context.register(First.class, Second.class);
				context.refresh();
				assertThat(context.containsBean("second")).isTrue();
			}
			assertThat(lookups).hasValue(expected);
		}
	}

	private static final class CountingFactory extends DefaultListableBeanFactory {

		private final AtomicInteger lookups;

		CountingFactory(AtomicInteger lookups) {
			this.lookups = lookups;
		}

		@Override
		public String[] getBeanNamesForType(Class<?> type, boolean includeNonSingletons, boolean allowEagerInit) {
			if (type == MeterRegistry.class) {
				this.lookups.incrementAndGet();
			}
			return super.getBeanNamesForType(type, includeNonSingletons, allowEagerInit);
		}

	}

	@AutoConfiguration
	@ConditionalOnSharedBean(MeterRegistry.class)
	static class First {

		@Bean
		String first() {
			return "first";
		}

	}

	@AutoConfiguration(after = First.class, before = Second.class)
	static class Between {

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

	}

	@AutoConfiguration(after = First.class)
	@ConditionalOnSharedBean(MeterRegistry.class)
	static class Second {

		@Bean
		String second() {
			return "second";
		}

	}

}
