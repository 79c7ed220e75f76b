package io.github.observability.incidents;

import java.time.Instant;
import java.util.Set;

import io.github.observability.incidents.signal.Subject;
import io.github.observability.logging.patterns.LogPatternEvent;
import io.github.observability.logging.patterns.LogPatternEvent.Kind;
import org.junit.jupiter.api.Test;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class ChangesTests {

	private final Changes changes = new Changes(() -> 1_000);

	private final HealthStates health = new HealthStates(this.changes);

	@Test
	void reportsChangesOfAnyThreadInTheirOrder() {
		this.changes.featureFlag("new-pricing", false, true);
		this.changes.change(ChangeType.OTHER, "cache", null, null);
		assertThat(this.changes.events()).isEmpty();
		assertThat(this.changes.takeOver()).extracting(ChangeEvent::describe)
			.containsExactly("feature flag new-pricing (false to true)", "change cache");
		assertThat(this.changes.takeOver()).isEmpty();
		assertThat(this.changes.events()).hasSize(2);
	}

	@Test
	void reportsWhatShowsInTheMeters() {
		this.changes.newException("RideException", new Subject(Subject.Type.ROUTE, "GET /rides"));
		this.changes.poolResized("hikaricp.connections.max of orders", "10", "4");
		assertThat(this.changes.takeOver()).extracting(ChangeEvent::describe)
			.containsExactly("new exception RideException in route GET /rides",
					"pool resized hikaricp.connections.max of orders (10 to 4)");
		assertThat(this.changes.events()).extracting(ChangeEvent::after).containsExactly("RideException", "4");
	}

	@Test
	void isBounded() {
		for (int round = 0; round < 3; round++) {
			for (int i = 0; i < 1_000; i++) {
				this.changes.featureFlag("flag".repeat(1_000), null, "x".repeat(10_000));
			}
			assertThat(this.changes.takeOver()).hasSize(200);
		}
		assertThat(this.changes.events()).hasSize(100)
			.allSatisfy((event) -> assertThat(event.describe()).hasSizeLessThan(500));
	}

	@Test
	void manyNewExceptionsDoNotPushOutTheDeployment() {
		this.changes.add(ChangeType.DEPLOY, "of the application", "1", "2");
		for (int i = 0; i < 150; i++) {
			this.changes.add(ChangeType.NEW_EXCEPTION, "Exception" + i, null, null);
		}
		this.changes.takeOver();
		assertThat(this.changes.events()).hasSize(101)
			.first()
			.satisfies((event) -> assertThat(event.type()).isEqualTo(ChangeType.DEPLOY));
		assertThat(this.changes.events().get(1).name()).isEqualTo("Exception50");
	}

	@Test
	void survivesAValueThatCannotBeShown() {
		this.changes.featureFlag("broken", null, new Object() {

			@Override
			public String toString() {
				throw new IllegalStateException();
			}

		});
		assertThat(this.changes.takeOver()).hasSize(1);
	}

	@Test
	void survivesAValueThatFailsWithAnError() {
		this.changes.featureFlag("broken", null, new Object() {

			@Override
			public String toString() {
				throw new NoClassDefFoundError();
			}

		});
		assertThat(this.changes.takeOver()).hasSize(1);
	}

	@Test
	void survivesWhatHasNoNameOrType() {
		for (int i = 0; i < 300; i++) {
			this.changes.featureFlag(null, null, null);
		}
		assertThat(this.changes.takeOver()).hasSize(200);
		this.changes.change(null, "cache", null, null);
		this.changes.featureFlag("new-pricing", false, true);
		assertThat(this.changes.takeOver()).extracting(ChangeEvent::describe)
			.containsExactly("change cache", "feature flag new-pricing (false to true)");
	}

	@Test
	void listensToAvailabilityAndConfiguration() {
		ApplicationChanges listener = new ApplicationChanges(this.changes, this.health);
		assertThat(listener.supportsEventType(ResolvableType.forClass(AvailabilityChangeEvent.class))).isTrue();
		assertThat(listener.supportsEventType(ResolvableType.forClass(ContextRefreshedEvent.class))).isFalse();
		try (StaticApplicationContext context = new StaticApplicationContext()) {
			listener.onApplicationEvent(new AvailabilityChangeEvent<>(context, ReadinessState.ACCEPTING_TRAFFIC));
			assertThat(this.changes.takeOver()).hasSize(1);
			assertThat(this.health.down()).isEmpty();
			listener.onApplicationEvent(new AvailabilityChangeEvent<>(context, ReadinessState.REFUSING_TRAFFIC));
		}
		assertThat(this.health.down()).isEmpty();
		assertThat(this.health.down()).containsExactly("ReadinessState");
		assertThat(this.changes.takeOver()).singleElement()
			.satisfies((event) -> assertThat(event.after()).isEqualTo("REFUSING_TRAFFIC"));
	}

	@Test
	void namesThePropertiesThatWereRefreshed() {
		ApplicationChanges listener = new ApplicationChanges(this.changes, this.health);
		listener.onApplicationEvent(new Refreshed(Set.of("pricing.factor")));
		assertThat(this.changes.takeOver()).singleElement()
			.satisfies((event) -> assertThat(event.describe()).isEqualTo("configuration refresh of pricing.factor"));
	}

	@Test
	void reportsPatternsOfWarningsAndErrorsThatAreNewOrJumped() {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.addApplicationListener(new ApplicationChanges(this.changes, this.health));
			context.refresh();
			context.publishEvent(pattern(Kind.NEW_PATTERN, "com.acme.Prices", "ERROR", 0));
			context.publishEvent(pattern(Kind.RATE_JUMPED, "com.acme.Prices", "WARN", 10));
			context.publishEvent(pattern(Kind.NEW_PATTERN, "com.acme.Prices", "INFO", 0));
			context.publishEvent(pattern(Kind.NEW_PATTERN, IncidentLog.class.getName(), "WARN", 0));
			context.publishEvent("something else");
		}
		assertThat(this.changes.takeOver()).extracting(ChangeEvent::describe, ChangeEvent::patternId)
			.containsExactly(tuple("new log pattern ERROR Prices: No price for <*>", "abc123"),
					tuple("more log lines WARN Prices: No price for <*> (12 a minute to 120 a minute)", "abc123"));
	}

	private static LogPatternEvent pattern(Kind kind, String logger, String level, double factor) {
		return new LogPatternEvent(kind, "abc123", logger, level, "No price for <*>", Instant.EPOCH, 120, factor);
	}

	/**
	 * Has the shape of Spring Cloud's event.
	 */
	public static final class Refreshed extends ApplicationEvent {

		private static final long serialVersionUID = 1L;

		private final transient Set<String> keys;

		Refreshed(Set<String> keys) {
			super(keys);
			this.keys = keys;
		}

		public Set<String> getKeys() {
			return this.keys;
		}

	}

}
