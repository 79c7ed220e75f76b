package io.github.observability.context.executor;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.micrometer.context.ContextRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Circuit breakers of Spring Cloud on Resilience4J, which the tests' own class path
 * leaves out because its auto-configuration would be part of every application.
 */
class CircuitBreakerTests {

	private static final String KEY = CircuitBreakerTests.class.getName();

	private static final ThreadLocal<String> current = new ThreadLocal<>();

	private final CircuitBreakerPostProcessor processor = new CircuitBreakerPostProcessor();

	private URLClassLoader cloud;

	@BeforeEach
	void start() throws IOException {
		ContextRegistry.getInstance().registerThreadLocalAccessor(KEY, current);
		current.set("mine");
		try (Stream<Path> files = Files.list(Path.of("target", "shapes-lib"))) {
			List<Path> jars = files
				.filter((file) -> file.getFileName().toString().matches("(spring-cloud|resilience4j)-.+\\.jar"))
				.toList();
			URL[] urls = new URL[jars.size()];
			for (int i = 0; i < urls.length; i++) {
				urls[i] = jars.get(i).toUri().toURL();
			}
			this.cloud = new URLClassLoader(urls, getClass().getClassLoader());
		}
	}

	@AfterEach
	void stop() throws IOException {
		this.cloud.close();
		current.remove();
		ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
	}

	@Test
	void propagatesToSupplierAndFallback() throws Exception {
		Object factory = factory();
		Object propagating = this.processor.postProcessAfterInitialization(factory, "breakers");
		assertThat(propagating).isInstanceOf(factory.getClass()).isNotSameAs(factory);
		Thread caller = Thread.currentThread();
		Supplier<String> supplier = () -> (Thread.currentThread() != caller) ? current.get() : "same thread";
		assertThat(run(create(propagating), supplier, (failure) -> "failed " + failure)).isEqualTo("mine");
		assertThat(run(create(factory), supplier, (failure) -> "failed " + failure)).as("without").isNull();
		assertThat(run(create(propagating), () -> {
			throw new IllegalStateException();
		}, (failure) -> "fell back, " + current.get())).isEqualTo("fell back, mine");
	}

	@Test
	void leavesOtherBeansAlone() {
		Object other = new Object();
		assertThat(this.processor.postProcessAfterInitialization(other, "other")).isSameAs(other);
	}

	private Object factory() throws Exception {
		Class<?> type = this.cloud
			.loadClass("org.springframework.cloud.circuitbreaker.resilience4j.Resilience4JCircuitBreakerFactory");
		Object breakers = registry("io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry");
		Object limiters = registry("io.github.resilience4j.timelimiter.TimeLimiterRegistry");
		return Stream.of(type.getConstructors())
			.filter((constructor) -> constructor.getParameterCount() == 3)
			.findFirst()
			.orElseThrow()
			.newInstance(breakers, limiters, null);
	}

	private Object registry(String name) throws Exception {
		return this.cloud.loadClass(name).getMethod("ofDefaults").invoke(null);
	}

	private static Object create(Object factory) throws Exception {
		return factory.getClass().getMethod("create", String.class).invoke(factory, "rides");
	}

	private Object run(Object breaker, Supplier<?> supplier, Function<Throwable, ?> fallback) throws Exception {
		Class<?> type = this.cloud.loadClass(CircuitBreakerPostProcessor.BREAKER);
		Method run = ClassUtils.getMethod(type, "run", Supplier.class, Function.class);
		try {
			return run.invoke(breaker, supplier, fallback);
		}
		catch (InvocationTargetException ex) {
			throw new IllegalStateException(ex.getTargetException());
		}
	}

}
