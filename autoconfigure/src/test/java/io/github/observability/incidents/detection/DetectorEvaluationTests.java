package io.github.observability.incidents.detection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.github.observability.testing.Volume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The detector keeps to its bounds on series that it was tuned with and on series that
 * nobody looked at while tuning.
 */
class DetectorEvaluationTests {

	private static final Path PAGE = Path.of("..", "docs", "incidents.md");

	private static final String BEGIN = "<!-- Rendered by DetectorEvaluationTests. -->";

	private static final String END = "<!-- End. -->";

	private static final long TUNED = 0;

	private static final long HELD_OUT = 1000;

	private static final int DAYS = 14;

	/** A multiple of two rounds over all shapes, so that half have anomalies. */
	private static final int FEW = 18;

	private static final int ALL = 50;

	private static final String OURS = "the starter's";

	@ParameterizedTest
	@ValueSource(longs = { TUNED, HELD_OUT })
	void findsPlantedAnomaliesAndMakesUpFew(long firstSeed) {
		Function<SeriesKind, DetectorEvaluation.Detector> ours = DetectorEvaluation.detectors().get(OURS);
		assertThat(ours).isNotNull();
		DetectorEvaluation evaluation = DetectorEvaluation.of(firstSeed, Volume.of(FEW, ALL), DAYS, ours);
		assertThat(evaluation.planted).isGreaterThan(20);
		assertThat(evaluation.falsePerSeriesAndDay()).isLessThanOrEqualTo(0.15);
		assertThat(evaluation.recall()).isGreaterThanOrEqualTo(0.8);
	}

	@Test
	void pageShowsTheFigures() throws IOException {
		if (Volume.of(0, 1) == 0) {
			assertThat(PAGE).content().contains(BEGIN, OURS);
			return;
		}
		List<String> lines = new ArrayList<>(List.of(BEGIN, "",
				"| Detector | False episodes a series and day, tuning | Recall, tuning "
						+ "| False episodes a series and day, held out | Recall, held out |",
				"| --- | --- | --- | --- | --- |"));
		for (Map.Entry<String, Function<SeriesKind, DetectorEvaluation.Detector>> each : DetectorEvaluation.detectors()
			.entrySet()) {
			// A forest takes minutes for what the others do in seconds.
			int count = each.getKey().equals(DetectorEvaluation.FOREST) ? FEW : ALL;
			lines.add("| " + each.getKey() + " | " + DetectorEvaluation.of(TUNED, count, DAYS, each.getValue()).cells()
					+ " | " + DetectorEvaluation.of(HELD_OUT, count, DAYS, each.getValue()).cells() + " |");
		}
		lines.add("");
		String rendered = String.join("\n", lines);
		String page = Files.readString(PAGE);
		int begin = page.indexOf(BEGIN);
		int end = page.indexOf(END);
		if (Boolean.getBoolean("docs.write")) {
			Files.writeString(PAGE, page.substring(0, begin) + rendered + page.substring(end));
		}
		assertThat(PAGE).content().contains(rendered);
	}

}
