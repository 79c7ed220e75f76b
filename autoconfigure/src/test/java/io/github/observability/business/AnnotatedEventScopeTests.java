package io.github.observability.business;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.CustomScopeConfigurer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.test.util.AopTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

class AnnotatedEventScopeTests {

	private static final int THREADS = 16;

	private static final int BEANS = 50;

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final BusinessMetrics metrics = spy(Business.on(this.registry).metrics());

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BusinessMetricsAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class, () -> this.registry)
		.withBean(BusinessMetrics.class, () -> this.metrics)
		.withUserConfiguration(Scopes.class);

	@Test
	void declaresTheEventsOfAPrototypeOnceWhenThreadsRace() {
		this.runner.run((context) -> {
			race(() -> {
				for (int i = 0; i < BEANS; i++) {
					context.getBean(PrototypeShop.class).sell("books");
				}
				return null;
			});
			assertThat(count("prototype")).isEqualTo(THREADS * BEANS);
			verify(this.metrics, times(1)).events(eq("prototype"), any(), any(String[].class));
		});
	}

	@Test
	void recordsOnceThroughAScopedProxy() {
		this.runner.run((context) -> {
			ScopedShop shop = context.getBean(ScopedShop.class);
			List<Object> targets = race(() -> {
				shop.sell("books");
				return AopTestUtils.getUltimateTargetObject(shop);
			});
			assertThat(targets).doesNotHaveDuplicates();
			assertThat(count("scoped")).isEqualTo(THREADS);
			verify(this.metrics, times(1)).events(eq("scoped"), any(), any(String[].class));
		});
	}

	@Test
	void refusesAWrongPrototypeEachTime() {
		this.runner.run((context) -> {
			for (int i = 0; i < 2; i++) {
				assertThat(catchThrowable(() -> context.getBean(WrongShop.class)))
					.hasStackTraceContaining("WrongShop.sell has the tag '#unknown', which is not a valid expression");
			}
		});
	}

	private double count(String name) {
		return this.registry.get(name).counter().count();
	}

	private static List<Object> race(Callable<Object> task) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			CountDownLatch start = new CountDownLatch(THREADS);
			List<Future<Object>> results = IntStream.range(0, THREADS).mapToObj((i) -> threads.submit(() -> {
				start.countDown();
				start.await();
				Object result = task.call();
				return (result != null) ? result : i;
			})).toList();
			List<Object> values = new ArrayList<>();
			for (Future<Object> result : results) {
				values.add(result.get());
			}
			return values;
		}
		finally {
			threads.shutdownNow();
		}
	}

	public static class PrototypeShop {

		@BusinessEvent(name = "prototype", tags = "shelf=#shelf")
		public String sell(String shelf) {
			return shelf;
		}

	}

	public static class ScopedShop {

		@BusinessEvent(name = "scoped", tags = "shelf=#shelf")
		public String sell(String shelf) {
			return shelf;
		}

	}

	public static class WrongShop {

		@BusinessEvent(name = "wrong", tags = "shelf=#unknown")
		public String sell(String shelf) {
			return shelf;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Scopes {

		@Bean
		static CustomScopeConfigurer threadScope() {
			CustomScopeConfigurer scopes = new CustomScopeConfigurer();
			scopes.addScope("thread", new SimpleThreadScope());
			return scopes;
		}

		@Bean
		@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
		PrototypeShop prototypeShop() {
			return new PrototypeShop();
		}

		@Bean
		@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
		WrongShop wrongShop() {
			return new WrongShop();
		}

		@Bean
		@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
		ScopedShop scopedShop() {
			return new ScopedShop();
		}

	}

}
