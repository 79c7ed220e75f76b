package io.github.observability.cost.series;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import io.github.observability.BusinessMeterNames;
import io.github.observability.testing.OutputLines;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class SeriesGuardAutoConfigurationTests {

	private static final String LIMIT = "observability.cost.series.max-tag-values=10";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, SeriesGuardAutoConfiguration.class))
		.withPropertyValues("management.metrics.use-global-registry=false");

	private final ApplicationContextRunner simple = this.runner.withBean(SimpleMeterRegistry.class);

	private static void explode(MeterRegistry registry, String meter, int users) {
		for (int i = 0; i < users; i++) {
			registry.counter(meter, "user", "u-" + i).increment();
		}
	}

	private static Collection<Counter> counters(MeterRegistry registry, String meter) {
		return registry.find(meter).counters();
	}

	@Test
	void limitsByDefault() {
		this.simple.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			explode(registry, "rides", 500);
			assertThat(counters(registry, "rides")).hasSize(101);
			assertThat(counters(registry, "rides").stream().mapToDouble(Counter::count).sum()).isEqualTo(500);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.cost.enabled", "observability.cost.series.enabled" })
	void isOffByProperty(String property) {
		this.simple.withPropertyValues(property + "=no").run((context) -> {
			assertThat(context).doesNotHaveBean(SeriesGuardAutoConfiguration.class).doesNotHaveBean(SeriesGuard.class);
			explode(context.getBean(MeterRegistry.class), "rides", 200);
			assertThat(counters(context.getBean(MeterRegistry.class), "rides")).hasSize(200);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "io.micrometer.core", "org.springframework.boot.micrometer.metrics" })
	void backsOffWithoutTheLibrary(String library) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SeriesGuardAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(library))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SeriesGuardAutoConfiguration.class));
	}

	@Test
	void costsNoThreadWithoutACollapse() {
		this.simple.run((context) -> {
			explode(context.getBean(MeterRegistry.class), "rides", 100);
			// That of an earlier test may just be ending.
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> threads() == 0);
		});
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.isAlive() && thread.getName().equals("observability-cost"))
			.count();
	}

	@ParameterizedTest
	@CsvSource({ "max-tag-values", "max-series", "max-total", "max-tag-values-by-meter.rides",
			"max-series-by-meter.ride.fares" })
	void namesAWrongValue(String key) {
		this.simple.withPropertyValues("observability.cost.series." + key + "=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("'observability.cost.series." + key + "' must be at least 1, but was 0"));
	}

	@Test
	void namesAWrongSwitch() {
		this.simple.withPropertyValues("observability.cost.series.enabled=maybe")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("observability.cost.series.enabled"));
	}

	@Test
	void takesLimitsByTheNameOfTheMeter() {
		this.simple
			.withPropertyValues(LIMIT, "observability.cost.series.max-tag-values-by-meter.ride=20",
					"observability.cost.series.max-tag-values-by-meter.ride.fares=5")
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				explode(registry, "ride.fares.paid", 50);
				explode(registry, "ride.tips", 50);
				explode(registry, "rides", 50);
				assertThat(counters(registry, "ride.fares.paid")).hasSize(6);
				assertThat(counters(registry, "ride.tips")).hasSize(21);
				assertThat(counters(registry, "rides")).hasSize(11);
			});
	}

	@Test
	void namesEachOffenderOnceWithItsTagSamplesAndClass(CapturedOutput output) {
		this.simple.withPropertyValues(LIMIT).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			List<String> meters = IntStream.range(0, 20).mapToObj((i) -> "offender." + (char) ('a' + i)).toList();
			meters.forEach((meter) -> explode(registry, meter, 30));
			for (String meter : meters) {
				Awaitility.await()
					.atMost(Duration.ofSeconds(30))
					.until(() -> OutputLines.with(output, "'" + meter + "' has more than 10 values").size() == 1);
				assertThat(OutputLines.with(output, "'" + meter + "' has more than 10 values")).singleElement()
					.asString()
					.contains("Tag 'user'", "'u-0', 'u-1', 'u-10'", SeriesGuardAutoConfigurationTests.class.getName(),
							"observability.cost.series.max-tag-values-by-meter." + meter);
			}
			assertThat(collapsed(registry, "offender.a", "user")).isEqualTo(20);
		});
	}

	@Test
	void namesTheTagsOfTooManyCombinations(CapturedOutput output) {
		this.simple.withPropertyValues("observability.cost.series.max-series=10").run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			for (int i = 0; i < 25; i++) {
				registry.counter("rides", "driver", "d-" + i % 5, "rider", "r-" + i / 5).increment();
			}
			assertThat(collapsed(registry, "rides", "all")).isEqualTo(15);
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> OutputLines.with(output, "10 combinations of the tags 'driver', 'rider'").size() == 1);
		});
	}

	@Test
	void allowsAMeterAsManySeriesAsItsNameSays() {
		this.simple
			.withPropertyValues("observability.cost.series.max-series=10",
					"observability.cost.series.max-series-by-meter.ride.fares=20")
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				explode(registry, "ride.fares", 25);
				explode(registry, "ride.waits", 25);
				assertThat(collapsed(registry, "ride.fares", "all")).isEqualTo(5);
				assertThat(collapsed(registry, "ride.waits", "all")).isEqualTo(15);
			});
	}

	@Test
	void saysOnceThatAllMetersAreTooMany(CapturedOutput output) {
		this.simple.withPropertyValues("observability.cost.series.max-total=10").run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			explode(registry, "rides", 20);
			explode(registry, "fares", 20);
			assertThat(collapsed(registry, "fares", "all")).isEqualTo(20);
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> OutputLines.with(output, "All meters together have 10 series").size() == 1);
		});
	}

	/** The counter is registered by another thread. */
	private static double collapsed(MeterRegistry registry, String meter, String key) {
		FunctionCounter counter = Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> registry.find(SeriesMeter.COLLAPSED.getName())
				.tags("meter", meter, "key", key)
				.functionCounter(), (found) -> found != null);
		return counter.count();
	}

	@Test
	void limitsACompositeAsItsMembers() {
		this.runner.withBean("one", SimpleMeterRegistry.class, SimpleMeterRegistry::new)
			.withBean("two", SimpleMeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues(LIMIT, "management.metrics.tags.application=rides")
			.run((context) -> {
				MeterRegistry composite = context.getBean(MeterRegistry.class);
				explode(composite, "rides", 100);
				assertThat(counters(composite, "rides")).hasSize(11);
				for (String name : List.of("one", "two")) {
					MeterRegistry member = context.getBean(name, MeterRegistry.class);
					assertThat(counters(member, "rides")).hasSize(11)
						.allSatisfy((counter) -> assertThat(counter.getId().getTag("application")).isEqualTo("rides"));
					assertThat(counters(member, "rides").stream().mapToDouble(Counter::count).sum()).isEqualTo(100);
				}
				assertThat(collapsed(composite, "rides", "user")).isEqualTo(90);
				Meter removed = counters(composite, "rides").stream()
					.filter((counter) -> "u-1".equals(counter.getId().getTag("user")))
					.findFirst()
					.orElseThrow();
				composite.remove(removed);
				composite.counter("rides", "user", "new").increment();
				assertThat(counters(composite, "rides")).extracting((counter) -> counter.getId().getTag("user"))
					.contains("new");
			});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void leavesMetersWithLimitsOfTheirOwn(boolean lazy) {
		this.simple.withPropertyValues(LIMIT).withInitializer((context) -> {
			if (lazy) {
				context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
			}
		}).withBean(BusinessMeterNames.class, () -> () -> Set.of("revenue")).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			explode(registry, "http.server.requests", 50);
			explode(registry, "http.client.requests", 50);
			explode(registry, "revenue", 50);
			assertThat(counters(registry, "http.server.requests")).hasSize(50);
			assertThat(counters(registry, "http.client.requests")).hasSize(50);
			assertThat(counters(registry, "revenue")).hasSize(50);
		});
	}

	@Test
	void saysNothingOfADeniedMeter(CapturedOutput output) {
		this.simple.withPropertyValues(LIMIT, "management.metrics.enable.denied=false").run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			explode(registry, "denied", 50);
			explode(registry, "fares", 50);
			assertThat(collapsed(registry, "fares", "user")).isEqualTo(40);
			assertThat(registry.find(SeriesMeter.COLLAPSED.getName()).tag("meter", "denied").functionCounter())
				.isNull();
			assertThat(output).doesNotContain("'denied' has more");
		});
	}

}
