package io.github.observability.sample.support;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import static org.assertj.core.api.Assertions.assertThat;

@EnabledIf("io.github.observability.sample.support.Promtool#isInstalled")
class PromtoolTests {

	@Test
	void saysNothingAboutAGoodScrape() {
		assertThat(Promtool.check("# HELP rides_total Rides.\n# TYPE rides_total counter\nrides_total 1\n")).isEmpty();
	}

	@Test
	void saysWhatIsBadStyle() {
		assertThat(Promtool.check("# TYPE rides counter\nrides 1\n")).anyMatch((line) -> line.contains("no help text"))
			.anyMatch((line) -> line.contains("\"_total\" suffix"));
	}

	@Test
	void saysWhatIsNotTheFormat() {
		assertThat(Promtool.check("rides{ 1\n")).anyMatch((line) -> line.contains("error while linting"));
	}

	@Test
	void readsMoreThanAPipeHolds() {
		String rides = "rides{n=\"%d\"} 1\n";
		StringBuilder text = new StringBuilder("# HELP rides Rides.\n# TYPE rides gauge\n");
		for (int i = 0; i < 10_000; i++) {
			text.append(rides.formatted(i));
		}
		assertThat(Promtool.check(text.toString())).isEmpty();
	}

	@Test
	void agreesThatMicrometerWritesTheFormat() {
		assertThat(Promtool.check(MicrometerScrape.prometheus())).noneMatch((line) -> line.contains("error"));
	}

}
