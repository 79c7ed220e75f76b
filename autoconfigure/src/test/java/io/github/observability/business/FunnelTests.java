package io.github.observability.business;

import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FunnelTests {

	private static final String STEPS = "funnels.checkout=cart,address,pay,paid";

	private final MockClock clock = new MockClock();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	@Test
	void existsFromTheStart() {
		Business.on(this.registry, STEPS);
		assertThat(counts()).containsExactly(0L, 0L, 0L, 0L);
		assertThat(dropOff("paid")).isZero();
	}

	@Test
	void tellsHowManyDropOff() {
		BusinessFunnel checkout = funnel(STEPS);
		for (int i = 0; i < 10; i++) {
			checkout.reached("cart");
		}
		for (int i = 0; i < 4; i++) {
			checkout.reached("address");
		}
		checkout.reached("pay");
		assertThat(counts()).containsExactly(10L, 4L, 1L, 0L);
		assertThat(dropOff("address")).isEqualTo(0.6);
		assertThat(dropOff("pay")).isEqualTo(0.75);
		assertThat(dropOff("paid")).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "count, once, '1,0,1,0'", "fill, once, '1,1,1,0'", "ignore, once, '1,0,0,0'",
			"count, count, '2,0,1,0'", "fill, count, '2,1,1,0'" })
	void countsSkippedAndRepeatedStepsByPolicy(String skipped, String repeated, String counts) {
		BusinessFunnel checkout = funnel(STEPS, "funnel-policy.skipped=" + skipped,
				"funnel-policy.repeated=" + repeated);
		checkout.reached("cart", "session-1");
		checkout.reached("cart", "session-1");
		checkout.reached("pay", "session-1");
		assertThat(counts()).isEqualTo(List.of(counts.split(",")).stream().map(Long::valueOf).toList());
	}

	@Test
	void tellsSubjectsApart() {
		BusinessFunnel checkout = funnel(STEPS);
		checkout.reached("cart", "session-1");
		checkout.reached("cart", "session-2");
		assertThat(counts()).containsExactly(2L, 0L, 0L, 0L);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " " })
	void countsEachStepWithoutASubject(@Nullable String subject) {
		Business business = Business.on(this.registry, STEPS);
		business.metrics().funnel("checkout").reached("cart", subject);
		business.metrics().journey("user.events", "User events").occurred("cart", "new", subject);
		assertThat(counts()).containsExactly(2L, 0L, 0L, 0L);
	}

	@Test
	void forgetsASubjectAfterTheWindowAndBeyondTheLimit() {
		BusinessFunnel checkout = funnel(STEPS, "funnel-policy.max-subjects=2");
		checkout.reached("cart", "session-1");
		this.clock.add(Duration.ofHours(1));
		checkout.reached("cart", "session-1");
		checkout.reached("cart", "session-2");
		checkout.reached("cart", "session-3");
		checkout.reached("cart", "session-1");
		assertThat(counts()).containsExactly(5L, 0L, 0L, 0L);
	}

	@Test
	void rejectsAStepThatIsNone() {
		Business business = Business.on(this.registry, STEPS);
		business.metrics().funnel("checkout").reached("refund");
		business.metrics().funnel("checkout").reached(null);
		assertThat(business.rejected("checkout", "undeclared")).isEqualTo(2);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Business.on(new SimpleMeterRegistry(), STEPS, "strict=true")
				.metrics()
				.funnel("checkout")
				.reached("refund"))
			.withMessage("Funnel 'checkout' has no step 'refund'; its steps are [cart, address, pay, paid]");
	}

	@Test
	void namesTheFunnelThatIsNone() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Business.on(this.registry, STEPS).metrics().funnel("signup"))
			.withMessageContaining("'observability.business.funnels.signup'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "cart", "cart,cart" })
	void refusesSteps(String steps) {
		assertThat(Assertions.catchThrowable(() -> Business.properties("funnels.checkout=" + steps))).rootCause()
			.hasMessageContaining("'observability.business.funnels.checkout' must be 2 to 64 different steps");
	}

	@Test
	void countsTheStepsOfAJourney() {
		Business business = Business.on(this.registry, "funnels.growth=signup,first_purchase");
		BusinessJourney journey = business.metrics().journey("user.events", "What users do");
		journey.occurred("signup", "new", "user-1");
		journey.occurred("signup", "new", "user-1");
		journey.occurred("first_purchase", "new", "user-1");
		journey.occurred("churn", null);
		assertThat(business.count("user.events", "event", "signup", "segment", "new")).isEqualTo(2);
		assertThat(business.count("user.events", "event", "churn", "segment", "none")).isEqualTo(1);
		assertThat(business.count("observability.business.funnel.steps", "step", "signup")).isEqualTo(1);
		assertThat(business.count("observability.business.funnel.steps", "step", "first_purchase")).isEqualTo(1);
	}

	private BusinessFunnel funnel(String... properties) {
		return Business.on(this.registry, properties).metrics().funnel("checkout");
	}

	private List<Long> counts() {
		return List.of("cart", "address", "pay", "paid")
			.stream()
			.map((step) -> (long) this.registry.get("observability.business.funnel.steps")
				.tags("funnel", "checkout", "step", step)
				.counter()
				.count())
			.toList();
	}

	private double dropOff(String step) {
		return this.registry.get("observability.business.funnel.dropoff")
			.tags("funnel", "checkout", "step", step)
			.gauge()
			.value();
	}

}
