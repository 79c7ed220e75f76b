package io.github.observability.benchmarks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OptionsTests {

	@Test
	void measuresAllInThreeRoundsByDefault() {
		Options options = Options.parse();
		assertThat(options.variants()).isEmpty();
		assertThat(options.settings().rounds()).isEqualTo(3);
		assertThat(options.asksFor(Options.Command.JMH)).isTrue();
	}

	@Test
	void keepsRoundsThatAreGivenBesideQuick() {
		Options options = Options.parse("--rounds", "2", "--quick", "--variants", "bare,starter", "--only", "measure");
		assertThat(options.settings().rounds()).isEqualTo(2);
		assertThat(options.settings().sliceSeconds()).isEqualTo(1);
		assertThat(options.variants()).containsExactly("bare", "starter");
		assertThat(options.asksFor(Options.Command.JMH)).isFalse();
	}

	@Test
	void publishesOnlyWhatIsWhole() {
		assertThat(Options.parse("--rounds", "5").isWhole()).isTrue();
		assertThat(Options.parse("--quick").isWhole()).isFalse();
		assertThat(Options.parse("--variants", "starter").isWhole()).isFalse();
		assertThat(Options.parse("--resume").isWhole()).isTrue();
		assertThat(Options.parse("--peers").isWhole()).isTrue();
	}

	@Test
	void leavesOutPartsThatAreTurnedOffAmongPeers() {
		assertThat(Options.parse("--peers").peers()).isTrue();
		assertThat(new Variants("", "").peers()).extracting(Variant::name)
			.contains("bare", "agent", "starter-exporter")
			.doesNotContain("no-golden", "boot-json");
		assertThat(new Variants("", "").all()).extracting(Variant::name).contains("agent", "no-golden", "boot-json");
	}

	@Test
	void namesWhatItDoesNotKnow() {
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("--fast")).withMessageContaining("--fast");
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("--rounds"))
			.withMessageContaining("needs a value");
		assertThatIllegalArgumentException().isThrownBy(() -> new Variants("", "").get("none"))
			.withMessageContaining("starter-1.0");
	}

}
