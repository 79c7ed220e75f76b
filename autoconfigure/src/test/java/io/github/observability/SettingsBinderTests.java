package io.github.observability;

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class SettingsBinderTests {

	private static final Settings DEFAULTS = new Settings(3, "a");

	private final StandardEnvironment environment = new StandardEnvironment();

	SettingsBinderTests() {
		this.environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
		ConfigurationPropertySources.attach(this.environment);
	}

	@Test
	void returnsTheConstantIfNothingIsSet() {
		add(Map.of("example.othermost", "x", "example", "y"));
		assertThat(bind("example.other")).isSameAs(DEFAULTS);
	}

	@Test
	void bindsWhatIsSet() {
		add(Map.of("example.count", "5"));
		assertThat(bind("example")).isEqualTo(new Settings(5, "a"));
	}

	@Test
	void bindsOtherSpellings() {
		add(Map.of("EXAMPLE.Count", "5"));
		assertThat(bind("example")).isEqualTo(new Settings(5, "a"));
	}

	@Test
	void bindsVariables() {
		this.environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("systemEnvironment", Map.of("EXAMPLE_NAME", "b")));
		assertThat(bind("example")).isEqualTo(new Settings(3, "b"));
	}

	@Test
	void hasDefaultsForAllIfOneIsWrong() {
		add(Map.of("example.count", "many", "example.name", "b"));
		assertThat(bind("example")).isSameAs(DEFAULTS);
	}

	@Test
	void namesAWrongValue() {
		assertThatNoException().isThrownBy(() -> SettingsBinder.check(this.environment, "example", Settings.class));
		add(Map.of("example.count", "many"));
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> SettingsBinder.check(this.environment, "example", Settings.class))
			.withMessageContaining("example.count")
			.withMessageContaining("many");
	}

	private void add(Map<String, Object> values) {
		this.environment.getPropertySources().addLast(new MapPropertySource("test", values));
	}

	private Settings bind(String prefix) {
		return SettingsBinder.bindOrDefaults(this.environment, prefix, Settings.class, () -> DEFAULTS);
	}

	record Settings(@DefaultValue("3") int count, @DefaultValue("a") String name) {
	}

}
