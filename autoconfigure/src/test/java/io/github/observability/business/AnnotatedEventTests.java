package io.github.observability.business;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.interceptor.TransactionAspectSupport;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

@ExtendWith(OutputCaptureExtension.class)
class AnnotatedEventTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BusinessMetricsAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class);

	@Test
	void skipsClassesOfSpringButNoneOfAnApplication() {
		for (String name : new String[] { "org.springframework.boot.task.ThreadPoolTaskExecutorBuilder",
				"org.springframework.web.servlet.DispatcherServlet", "io.micrometer.core.instrument.Clock$1" }) {
			assertThat(AnnotatedEventPostProcessor.isOfFramework(name)).as(name).isTrue();
		}
		for (String name : new String[] { "org.springframework.samples.petclinic.owner.OwnerController",
				"io.micrometer.samples.Shop", "io.opentelemetry.example.Shop", "jakarta.tutorial.Shop", "javax.Shop",
				"org.springframework.Shop", "org.springframeworks.boot.Shop", "com.example.Shop", "Shop" }) {
			assertThat(AnnotatedEventPostProcessor.isOfFramework(name)).as(name).isFalse();
		}
	}

	@Test
	@SuppressWarnings("unchecked")
	void skipsBeansOfTheStarterButNoneOfAnApplication() {
		AnnotatedEventPostProcessor processor = new AnnotatedEventPostProcessor(mock(ObjectProvider.class),
				mock(ObjectProvider.class));
		assertThat(processor.isEligible(DefaultBusinessMetrics.class)).isFalse();
		assertThat(processor.isEligible(Shop.class)).isTrue();
	}

	@Test
	void recordsWhatReturned() {
		this.runner.withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			assertThat(shop.order(new Order("1", "berlin", new BigDecimal("12.50"), "EUR"))).isEqualTo("order 1");
			shop.order(new Order("2", "berlin", new BigDecimal("7"), "USD"));
			assertThat(count(context, "orders", "city", "berlin", "result", "order 1")).isEqualTo(1);
			assertThat(count(context, "orders.amount", "currency", "EUR")).isEqualTo(1250);
			assertThat(count(context, "orders.amount", "currency", "USD")).isEqualTo(700);
		});
	}

	@Test
	void recordsNothingWhereTheMethodThrows() {
		this.runner.withBean(Shop.class).run((context) -> {
			assertThat(catchThrowable(context.getBean(Shop.class)::fail)).isInstanceOf(IllegalStateException.class);
			assertThat(count(context, "failing")).isZero();
		});
	}

	@Test
	void countsAKeyOnceAndQuantitiesByTheirUnit() {
		this.runner.withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			shop.deliver("1", 2.5);
			shop.deliver("2", 4);
			shop.ship(7);
			shop.ship(7);
			assertThat(count(context, "deliveries.km")).isEqualTo(6.5);
			assertThat(count(context, "shipments")).isEqualTo(1);
			assertThat(count(context, "shipments.amount", "currency", "EUR")).isEqualTo(7);
		});
	}

	@Test
	void countsAQuantityOnceByItsKey() {
		this.runner.withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			shop.drive("1", "berlin", 2.5);
			shop.drive("1", "berlin", 2.5);
			shop.drive("2", "berlin", 4);
			shop.drive(null, "lisbon", 1);
			shop.drive(null, "lisbon", 1);
			assertThat(count(context, "tours", "city", "berlin")).isEqualTo(2);
			assertThat(count(context, "tours.km", "city", "berlin")).isEqualTo(6.5);
			assertThat(count(context, "tours", "city", "lisbon")).isEqualTo(2);
			assertThat(count(context, "tours.km", "city", "lisbon")).isEqualTo(2);
			assertThat(count(context, "observability.business.repeated", "meter", "tours")).isEqualTo(1);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "NaN", "Infinity", "-1", "1e300", "9007199254740992" })
	void rejectsAnEventTogetherWithItsQuantity(double quantity) {
		this.runner.withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			shop.drive("1", "berlin", 2.5);
			shop.drive("2", "berlin", quantity);
			assertThat(count(context, "tours", "city", "berlin")).isEqualTo(1);
			assertThat(count(context, "tours.km", "city", "berlin")).isEqualTo(2.5);
			assertThat(count(context, "observability.business.rejected", "meter", "tours")).isEqualTo(1);
		});
	}

	@Test
	void countsAQuantityOnceByItsKeyInATransactionAndAgainAfterARollback() {
		this.runner.withUserConfiguration(Transactions.class).withBean(Till.class).run((context) -> {
			Till till = context.getBean(Till.class);
			till.drive("1", 2.5, true);
			assertThat(count(context, "trips")).isZero();
			assertThat(count(context, "trips.km")).isZero();
			till.drive("1", 2.5, false);
			till.drive("1", 2.5, false);
			till.drive("2", 4, false);
			assertThat(count(context, "trips")).isEqualTo(2);
			assertThat(count(context, "trips.km")).isEqualTo(6.5);
			assertThat(count(context, "observability.business.repeated", "meter", "trips")).isEqualTo(1);
		});
	}

	@Test
	void countsAnEventAndItsQuantityAsOneThatIsPending() {
		this.runner.withUserConfiguration(Transactions.class)
			.withBean(Till.class)
			.withPropertyValues("observability.business.max-pending=1")
			.run((context) -> {
				Till till = context.getBean(Till.class);
				new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
					.executeWithoutResult((status) -> {
						till.drive("1", 2.5, false);
						till.drive("2", 4, false);
					});
				assertThat(count(context, "trips")).isEqualTo(1);
				assertThat(count(context, "trips.km")).isEqualTo(2.5);
				assertThat(count(context, "observability.business.rejected", "meter", "trips", "reason",
						"too_many_pending"))
					.isEqualTo(1);
			});
	}

	@Test
	void recordsAQuantityWithBusinessMetricsOfTheApplication() {
		BusinessMetrics metrics = mock(BusinessMetrics.class);
		BusinessEvents events = mock(BusinessEvents.class);
		BusinessQuantity sum = mock(BusinessQuantity.class);
		given(metrics.events(any(), any(), any(String[].class))).willReturn(events);
		given(metrics.quantity(any(), any(), any(), any(String[].class))).willReturn(sum);
		given(events.once("1")).willReturn(events);
		given(sum.once("1")).willReturn(sum);
		this.runner.withBean(BusinessMetrics.class, () -> metrics).withBean(Tours.class).run((context) -> {
			context.getBean(Tours.class).drive("1", 2.5);
			then(events).should().occurred();
			then(sum).should().once("1");
			then(sum).should().add(2.5);
		});
	}

	@ParameterizedTest
	@NullSource
	@MethodSource("missingKeys")
	void countsEachEventWithoutAKey(@Nullable Object key) {
		this.runner.withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			shop.ship(key);
			shop.ship(key);
			assertThat(count(context, "shipments")).isEqualTo(2);
			assertThat(count(context, "shipments.amount", "currency", "EUR")).isEqualTo(14);
		});
	}

	static Stream<Object> missingKeys() {
		return Stream.of("", " \t", Optional.empty(), Optional.of(""), OptionalInt.empty(), OptionalLong.empty(),
				OptionalDouble.empty());
	}

	@ParameterizedTest
	@MethodSource("keysInOptionals")
	void countsAKeyInAnOptionalAsTheKeyItself(Object key, Object optional) {
		this.runner.withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			shop.ship(key);
			shop.ship(optional);
			assertThat(count(context, "shipments")).isEqualTo(1);
			assertThat(count(context, "observability.business.repeated", "meter", "shipments")).isEqualTo(1);
		});
	}

	static Stream<Arguments> keysInOptionals() {
		return Stream.of(Arguments.of("order-1", Optional.of("order-1")), Arguments.of(7, OptionalInt.of(7)),
				Arguments.of(7L, OptionalLong.of(7)), Arguments.of(0.5, OptionalDouble.of(0.5)));
	}

	@Test
	void takesTagsAmountsAndCurrenciesOutOfOptionals() {
		this.runner.withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			shop.travel(Optional.of("berlin"), OptionalDouble.of(12.5), Optional.of("EUR"));
			shop.travel(Optional.empty(), Optional.of(new BigDecimal("0.5")), Currency.getInstance("EUR"));
			shop.travel("berlin", Optional.empty(), "EUR");
			shop.travel("berlin", 1, Optional.empty());
			assertThat(count(context, "trips", "city", "berlin")).isEqualTo(1);
			assertThat(count(context, "trips", "city", "none")).isEqualTo(1);
			assertThat(count(context, "trips.amount", "city", "berlin", "currency", "EUR")).isEqualTo(1250);
			assertThat(count(context, "trips.amount", "city", "none", "currency", "EUR")).isEqualTo(50);
			for (String reason : new String[] { "not_a_number", "unknown_currency" }) {
				assertThat(count(context, "observability.business.rejected", "meter", "trips", "reason", reason))
					.isEqualTo(1);
			}
		});
	}

	@Test
	void recordsWhenAFutureOrAMonoHasCompleted() {
		this.runner.withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			CompletableFuture<String> future = new CompletableFuture<>();
			shop.future(future);
			assertThat(count(context, "futures")).isZero();
			future.complete("done");
			CompletableFuture<String> failing = new CompletableFuture<>();
			shop.future(failing);
			failing.completeExceptionally(new IllegalStateException());
			assertThat(count(context, "futures")).isEqualTo(1);
			Mono<String> mono = shop.mono(Mono.just("done"));
			assertThat(registeredMonos(context)).isZero();
			assertThat(mono.block()).isEqualTo("done");
			assertThat(shop.mono(Mono.empty()).block()).isNull();
			shop.mono(Mono.error(new IllegalStateException())).onErrorComplete().block();
			assertThat(registeredMonos(context)).isEqualTo(2);
		});
	}

	private static double registeredMonos(ApplicationContext context) {
		return context.getBean(SimpleMeterRegistry.class)
			.find("monos")
			.counters()
			.stream()
			.mapToDouble((counter) -> counter.count())
			.sum();
	}

	@ParameterizedTest
	@CsvSource({ "throwing, expression", "not a number, not_a_number", "NaN, not_a_number", "Infinity, infinite",
			"-1, negative", "1e300, overflow", "unknown, unknown_currency", "0.001, fraction" })
	void leavesTheMethodAloneWhateverTheExpressionsDo(String value, String reason, CapturedOutput output) {
		this.runner.withBean(Shop.class).run((context) -> {
			Shop shop = context.getBean(Shop.class);
			assertThat(shop.odd(value)).isEqualTo("sold");
			assertThat(shop.odd(value)).isEqualTo("sold");
			assertThat(count(context, "observability.business.rejected", "meter", "odd", "reason", reason))
				.isEqualTo(2);
			assertThat(count(context, "odd")).isZero();
			assertThat(output.toString().lines().filter((line) -> line.contains("rejected an event"))).hasSize(1);
		});
	}

	@Test
	void countsANullTagAsNone() {
		this.runner.withBean(Shop.class).run((context) -> {
			context.getBean(Shop.class).order(new Order("1", null, BigDecimal.ONE, "EUR"));
			assertThat(count(context, "orders", "city", "none")).isEqualTo(1);
		});
	}

	@Test
	void leavesTheMethodAloneInStrictMode() {
		this.runner.withBean(Shop.class)
			.withPropertyValues("observability.business.strict=true",
					"observability.business.meters.orders.tags.city=paris",
					"observability.business.meters.orders.tags.result=")
			.run((context) -> {
				context.getBean(Shop.class).order(new Order("1", "berlin", BigDecimal.ONE, "EUR"));
				assertThat(count(context, "observability.business.rejected", "meter", "orders", "reason", "undeclared"))
					.isEqualTo(1);
			});
	}

	@ParameterizedTest
	@ValueSource(classes = { Unparsable.class, UnknownVariable.class, NoKey.class, NoUnit.class, NoCurrency.class,
			BadName.class, Hidden.class, Several.class })
	void stopsTheStartAndNamesClassAndMethod(Class<?> type) {
		this.runner.withBean(type)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("@BusinessEvent on " + type.getName() + ".wrong "));
	}

	@Test
	void countsWithinTheTransactionOfTheMethod() {
		this.runner.withUserConfiguration(Transactions.class).withBean(Till.class).run((context) -> {
			Till till = context.getBean(Till.class);
			till.sell(false);
			till.sell(true);
			assertThat(count(context, "till")).isEqualTo(1);
		});
	}

	@Test
	void countsAListenerByItsOwnTransaction() {
		this.runner.withUserConfiguration(Transactions.class)
			.withBean(Till.class)
			.withBean(Invoices.class)
			.run((context) -> {
				sell(context, false, new Sold(true));
				assertThat(count(context, "till")).isEqualTo(1);
				assertThat(count(context, "invoices")).isZero();
				sell(context, false, new Sold(false));
				assertThat(count(context, "till")).isEqualTo(2);
				assertThat(count(context, "invoices")).isEqualTo(1);
				assertThat(count(context, "refunds")).isZero();
				sell(context, true, new Sold(false));
				assertThat(count(context, "till")).isEqualTo(2);
				assertThat(count(context, "refunds")).isEqualTo(1);
				sell(context, true, new Sold(true));
				assertThat(count(context, "refunds")).isEqualTo(1);
			});
	}

	private static void sell(ApplicationContext context, boolean doomed, Sold sold) {
		new TransactionTemplate(context.getBean(PlatformTransactionManager.class)).executeWithoutResult((status) -> {
			context.publishEvent(sold);
			context.getBean(Till.class).sell(false);
			if (doomed) {
				status.setRollbackOnly();
			}
		});
	}

	@Test
	void doesNotSeeACallWithinTheObject() {
		this.runner.withBean(Shop.class).run((context) -> {
			context.getBean(Shop.class).callsItself();
			assertThat(count(context, "shipments")).isZero();
		});
	}

	@Test
	void countsAtOnceWithoutTransactions() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.transaction"))
			.withBean(Till.class)
			.run((context) -> {
				assertThat(context).doesNotHaveBean(CommitBoundary.class);
				context.getBean(Till.class).sell(false);
				assertThat(count(context, "till")).isEqualTo(1);
			});
	}

	@Test
	void isLeftAloneWhenDisabled() {
		this.runner.withBean(Unparsable.class)
			.withPropertyValues("observability.business.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private static double count(ApplicationContext context, String name, String... tags) {
		return context.getBean(SimpleMeterRegistry.class).get(name).tags(tags).counter().count();
	}

	record Order(String number, String city, BigDecimal total, String currency) {

	}

	public static class Shop {

		@BusinessEvent(name = "orders", description = "Orders", value = "#order.total()", unit = "#order.currency()",
				tags = { "city=#order.city()", "result=#result" })
		public String order(Order order) {
			return "order " + order.number();
		}

		@BusinessEvent(name = "failing")
		public void fail() {
			throw new IllegalStateException();
		}

		@BusinessEvent(name = "deliveries", value = "#a1", unit = "km")
		public void deliver(String number, double distance) {
		}

		@BusinessEvent(name = "shipments", value = "7", unit = "EUR", key = "#number")
		public void ship(@Nullable Object number) {
		}

		@BusinessEvent(name = "trips", value = "#fare", unit = "#currency", tags = "city=#city")
		public void travel(Object city, Object fare, Object currency) {
		}

		@BusinessEvent(name = "tours", value = "#distance", unit = "km", tags = "city=#city", key = "#number")
		public void drive(@Nullable String number, String city, double distance) {
		}

		public void callsItself() {
			ship(1);
		}

		@BusinessEvent(name = "futures")
		public CompletableFuture<String> future(CompletableFuture<String> future) {
			return future;
		}

		@BusinessEvent(name = "monos", tags = "result=#result")
		public Mono<String> mono(Mono<String> mono) {
			return mono;
		}

		@BusinessEvent(name = "odd", value = "#root.amount(#value)", unit = "#root.currency(#value)")
		public String odd(String value) {
			return "sold";
		}

		public Object amount(String value) {
			return switch (value) {
				case "throwing" -> throw new StackOverflowError("planted");
				case "not a number" -> value;
				case "unknown" -> 1;
				case "0.001" -> new BigDecimal(value);
				default -> Double.valueOf(value);
			};
		}

		public Object currency(String value) {
			return value.equals("unknown") ? "ZZZ" : Currency.getInstance("EUR");
		}

	}

	public static class Till {

		@Transactional
		@BusinessEvent(name = "till")
		public void sell(boolean doomed) {
			if (doomed) {
				TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
			}
		}

		@Transactional
		@BusinessEvent(name = "trips", value = "#distance", unit = "km", key = "#number")
		public void drive(String number, double distance, boolean doomed) {
			sell(doomed);
		}

	}

	/**
	 * What was sold.
	 *
	 * @param doomed whether the listener fails
	 */
	public record Sold(boolean doomed) {

	}

	public static class Invoices {

		@TransactionalEventListener
		@Transactional(propagation = Propagation.REQUIRES_NEW)
		@BusinessEvent(name = "invoices")
		public void write(Sold sold) {
			end(sold);
		}

		@TransactionalEventListener(phase = TransactionPhase.AFTER_ROLLBACK)
		@Transactional(propagation = Propagation.REQUIRES_NEW)
		@BusinessEvent(name = "refunds")
		public void refund(Sold sold) {
			end(sold);
		}

		private static void end(Sold sold) {
			if (sold.doomed()) {
				TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
			}
		}

	}

	public static class Tours {

		@BusinessEvent(name = "tours", value = "#distance", unit = "km", key = "#number")
		public void drive(String number, double distance) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	static class Transactions {

		@Bean
		DataSource dataSource() {
			return new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2).generateUniqueName(true).build();
		}

		@Bean
		PlatformTransactionManager transactionManager(DataSource dataSource) {
			return new DataSourceTransactionManager(dataSource);
		}

	}

	static class Unparsable {

		@BusinessEvent(name = "wrong", tags = "city=#order..")
		void wrong(Order order) {
		}

	}

	static class UnknownVariable {

		@BusinessEvent(name = "wrong", tags = "city=#ordr.city")
		void wrong(Order order) {
		}

	}

	static class NoKey {

		@BusinessEvent(name = "wrong", tags = "#order.city")
		void wrong(Order order) {
		}

	}

	static class NoUnit {

		@BusinessEvent(name = "wrong", value = "1")
		void wrong() {
		}

	}

	static class NoCurrency {

		@BusinessEvent(name = "wrong", value = "1", unit = "ZZZ")
		void wrong() {
		}

	}

	static class BadName {

		@BusinessEvent(name = "Wrong name")
		void wrong() {
		}

	}

	static class Hidden {

		@BusinessEvent(name = "wrong")
		private void wrong() {
		}

		void right() {
			wrong();
		}

	}

	static class Several {

		@BusinessEvent(name = "wrong")
		Flux<String> wrong() {
			return Flux.empty();
		}

	}

}
