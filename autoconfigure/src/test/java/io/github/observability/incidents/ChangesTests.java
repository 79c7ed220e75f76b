package io.github.observability.incidents;

import java.util.Set;

import org.junit.jupiter.api.Test;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

class ChangesTests {

	private final Changes changes = new Changes(() -> 1_000);

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
	void isBounded() {
		for (int round = 0; round < 3; round++) {
			for (int i = 0; i < 1_000; i++) {
				this.changes.featureFlag("flag".repeat(1_000), null, "x".repeat(10_000));
			}
			assertThat(this.changes.takeOver()).hasSize(200);
		}
		assertThat(this.changes.events()).hasSize(200)
			.allSatisfy((event) -> assertThat(event.describe()).hasSizeLessThan(500));
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
	void listensToAvailabilityAndConfiguration() {
		ApplicationChanges listener = new ApplicationChanges(this.changes);
		assertThat(listener.supportsEventType(ResolvableType.forClass(AvailabilityChangeEvent.class))).isTrue();
		assertThat(listener.supportsEventType(ResolvableType.forClass(ContextRefreshedEvent.class))).isFalse();
		try (StaticApplicationContext context = new StaticApplicationContext()) {
			listener.onApplicationEvent(new AvailabilityChangeEvent<>(context, ReadinessState.REFUSING_TRAFFIC));
		}
		assertThat(this.changes.takeOver()).singleElement()
			.satisfies((event) -> assertThat(event.after()).isEqualTo("REFUSING_TRAFFIC"));
	}

	@Test
	void namesThePropertiesThatWereRefreshed() {
		ApplicationChanges listener = new ApplicationChanges(this.changes);
		listener.onApplicationEvent(new Refreshed(Set.of("pricing.factor")));
		assertThat(this.changes.takeOver()).singleElement()
			.satisfies((event) -> assertThat(event.describe()).isEqualTo("configuration refresh of pricing.factor"));
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
