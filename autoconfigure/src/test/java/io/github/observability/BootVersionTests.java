package io.github.observability;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link BootVersion}.
 */
class BootVersionTests {

	@ParameterizedTest
	@ValueSource(strings = { "4.0.0", "4.0.8", "4.0.0-SNAPSHOT", "3.5.14" })
	void refusesWhatIsTooOld(String version) {
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> BootVersion.requireSupported(version))
			.withMessage("Spring Boot " + version + " is on the class path, but the Observability Spring Boot Starter "
					+ "supports Spring Boot 4.1 and 4.2")
			.satisfies((failure) -> assertThat(failure.fix()).contains("Upgrade to Spring Boot 4.1 or 4.2"));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "4.1.0-M1", "4.1.2", "4.2.0-M1", "4.10.0", "5.0.0", "unknown" })
	void takesWhatItKnowsAndWhatIsNewer(String version) {
		assertThatNoException().isThrownBy(() -> BootVersion.requireSupported(version));
	}

}
