package io.github.observability.logging.masking;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AttributeMasking}.
 */
class AttributeMaskingTests {

	private final List<String> asked = new ArrayList<>();

	/** A masker of a user that shows what it knows and nothing else. */
	private final LogMasker known = new LogMasker() {

		@Override
		public boolean isSecret(String key) {
			AttributeMaskingTests.this.asked.add(key);
			return !key.equals("city") && !key.equals("stops");
		}

		@Override
		public String mask(String text) {
			return text;
		}

	};

	private final AttributeMasking masking = AttributeMasking
		.ofLogRecords(new Masking(new MaskingProperties(true, false, true, Set.of(), Set.of()), 100,
				List.of(this.known), new RegisteredMaskers(), new MaskingCounts()));

	@Test
	void asksForTheKeysThatThereAre() {
		Value<?> text = Value.of("ride requested");
		assertThat(this.masking.masked(text)).isSameAs(text);
		assertThat(this.masking.masked(Value.of(KeyValue.of("city", text), KeyValue.of("rider", text))))
			.isEqualTo(Value.of(KeyValue.of("city", text), KeyValue.of("rider", Value.of(Masking.MASK))));
		assertThat(this.asked).containsExactly("city", "rider");
	}

	@Test
	void asksOnceForTheKeyOfManyValues() {
		Attributes stops = Attributes.of(AttributeKey.valueKey("stops"), Value.of(Value.of("a"), Value.of("b")));
		assertThat(this.masking.masked(stops)).isSameAs(stops);
		assertThat(this.asked).containsExactly("stops");
	}

	@ParameterizedTest
	@ValueSource(strings = { "customer.passport", "app.customer.passport", "customer.passport.number",
			"CustomerPassport", "app.pin", "session.id", "trip.rider.iban", "rider.iban", "rider.phone" })
	void masksAttributesOfSpansThatTheApplicationNames(String key) {
		Attributes attributes = Attributes.of(AttributeKey.stringKey(key), "abc123");
		assertThat(spans(Set.of()).masked(attributes))
			.isEqualTo(Attributes.of(AttributeKey.stringKey(key), Masking.MASK));
	}

	@Test
	void showsAttributesOfSpansThatTheApplicationAllows() {
		Attributes attributes = Attributes.builder()
			.put("customer.passport", "abc123")
			.put("stripe.api.key", "abc123")
			.put("rider.phone.type", "mobile")
			.put("customer.country", "FR")
			.build();
		assertThat(spans(Set.of("customer.passport", "stripe.api.key")).masked(attributes)).isSameAs(attributes);
	}

	private static AttributeMasking spans(Set<String> allowed) {
		LogMasker named = new LogMasker() {

			@Override
			public boolean isSecret(String key) {
				return key.equals("iban") || key.equals("rider.phone");
			}

			@Override
			public String mask(String text) {
				return text;
			}

		};
		return AttributeMasking.ofSpans(new Masking(
				new MaskingProperties(true, false, true, Set.of("customer.passport", "pin", "session.id"), allowed),
				100, List.of(named), new RegisteredMaskers(), new MaskingCounts()));
	}

}
