package io.github.observability.logging.masking;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import org.junit.jupiter.api.Test;

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

}
