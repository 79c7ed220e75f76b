package io.github.observability.sample.support;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ScrapeTests {

	private final Scrape scrape = PrometheusText.parse("""
			# HELP rides_total Rides
			rides_total{city="Bern",paid="yes"} 1
			rides_total{city="Bern",paid="no"} 2
			rides_total{city="Rome"} 4
			# HELP blank \t
			blank 8
			bare 16
			""");

	@Test
	void findsTheOneSampleThatHasTheLabels() {
		assertThat(this.scrape.value("rides_total", "paid", "no")).isEqualTo(2);
		assertThat(this.scrape.value("rides_total", "paid", "yes", "city", "Bern")).isEqualTo(1);
		assertThat(this.scrape.value("bare")).isEqualTo(16);
	}

	@Test
	void takesAnEmptyLabelAsAbsent() {
		assertThat(this.scrape.value("rides_total", "paid", "")).isEqualTo(4);
	}

	@Test
	void listsCandidatesIfSeveralMatch() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.scrape.value("rides_total", "city", "Bern"))
			.withMessageContaining("2 samples match rides_total{city=Bern}")
			.withMessageContaining("rides_total{city=Bern, paid=no} 2.0")
			.withMessageContaining("rides_total{city=Rome} 4.0");
	}

	@Test
	void listsCandidatesIfNoneMatches() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.scrape.value("rides_total", "city", "Oslo"))
			.withMessageContaining("0 samples match")
			.withMessageContaining("rides_total{city=Rome}");
	}

	@Test
	void listsSimilarNamesIfTheNameIsUnknown() {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.scrape.value("rides_count"))
			.withMessageContaining("rides_total")
			.withMessageNotContaining("bare");
	}

	@Test
	void sumsWhatHasTheLabels() {
		assertThat(this.scrape.sum("rides_total")).isEqualTo(7);
		assertThat(this.scrape.sum("rides_total", "city", "Bern")).isEqualTo(3);
		assertThat(this.scrape.sum("rides_total", "city", "Oslo")).isZero();
	}

	@Test
	void refusesALabelWithoutValue() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.scrape.sum("rides_total", "city"))
			.withMessageContaining("city");
	}

	@Test
	void namesFamiliesWithoutHelp() {
		assertThat(this.scrape.familiesWithoutHelp()).containsExactly("blank", "bare");
	}

	@Test
	void namesFamiliesIfOneIsUnknown() {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.scrape.family("rides"))
			.withMessageContaining("[rides_total, blank, bare]");
	}

}
