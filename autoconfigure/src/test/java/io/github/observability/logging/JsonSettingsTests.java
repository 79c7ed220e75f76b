package io.github.observability.logging;

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JsonSettingsTests {

	@Test
	void changesNothingUnlessOneIsSet() {
		MockEnvironment one = new MockEnvironment().withProperty("logging.structured.json.unknown", "any");
		assertThat(JsonSettings.get(new MockEnvironment())).isEqualTo(JsonSettings.none())
			.as("what Boot's binder makes of no key that it knows")
			.isEqualTo(JsonSettings.get(one));
	}

	@Test
	void readsWhatIsSet() {
		JsonSettings settings = JsonSettings
			.get(new MockEnvironment().withProperty("logging.structured.json.rename.message", "text")
				.withProperty("logging.structured.json.context.prefix", "mdc"));
		assertThat(settings.rename()).isEqualTo(Map.of("message", "text"));
		assertThat(settings.context()).isEqualTo(new JsonSettings.Context(true, "mdc"));
	}

	@Test
	void failsForAWrongValue() {
		MockEnvironment wrong = new MockEnvironment().withProperty("logging.structured.json.context.include", "maybe");
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> JsonSettings.get(wrong));
	}

}
