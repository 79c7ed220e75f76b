package io.github.observability.golden;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import io.github.observability.HttpNames;
import io.github.observability.SemanticConvention;
import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.RenderedPart;
import io.github.observability.testing.Volume;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Sends the same requests to plain Boot and to the starter. The table in the
 * documentation is rendered from the results, so that an upgrade of Boot shows what it
 * changes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("jdk")
class GoldenSignalsPageIntegrationTests {

	private static final RenderedPart PAGE = new RenderedPart(Path.of("..", "docs", "golden-signals.md"),
			"<!-- Rendered by GoldenSignalsPageIntegrationTests from here on. -->\n",
			"<!-- Rendered until here. -->\n");

	private Map<GoldenCase, GoldenCaseResult> plain = Map.of();

	private Map<GoldenCase, GoldenCaseResult> starter = Map.of();

	@BeforeAll
	void run() throws IOException {
		if (Volume.isFull()) {
			this.plain = GoldenCases.results("observability.golden.enabled=false",
					"observability.tracing.enabled=false");
		}
		this.starter = GoldenCases.results();
	}

	@ParameterizedTest
	@EnumSource(GoldenCase.class)
	void recordsEachRequestOnceUnlessItIsIgnored(GoldenCase request) {
		assertThat(this.starter.get(request).records()).hasSize(request.isRecorded() ? 1 : 0)
			.noneMatch((record) -> record.contains(" × "));
		assertThat(this.starter.get(request).spans()).hasSize(request.isRecorded() ? 1 : 0);
	}

	@Test
	void recordsTheSameOnVirtualThreads() throws IOException {
		assumeThat(Runtime.version().feature()).as("needs JDK 21 or later").isGreaterThanOrEqualTo(21);
		assertThat(GoldenCases.results("spring.threads.virtual.enabled=true")).isEqualTo(this.starter);
	}

	@Test
	@FullRunOnly
	void recordsTheSameByOpenTelemetrysNames() throws IOException {
		assertThat(GoldenCases.results(HttpNames.server(SemanticConvention.OPENTELEMETRY),
				SemanticConvention.PROPERTY + "=opentelemetry"))
			.isEqualTo(this.starter);
	}

	@Test
	void pageIsUpToDate() {
		assumeThat(Volume.isFull()).as("plain Boot is asked in a full run only").isTrue();
		PAGE.assertIsUpToDate(table(), getClass());
	}

	@ParameterizedTest
	@EnumSource(GoldenCase.class)
	void pageShowsWhatTheStarterRecords(GoldenCase request) {
		assumeThat(Boolean.getBoolean("docs.write")).as("the page is being written").isFalse();
		String row = "| " + request.description() + " | ";
		assertThat(PAGE.read().lines().filter((line) -> line.startsWith(row))).singleElement()
			.asString()
			.endsWith(" | " + this.starter.get(request).cell() + " |");
	}

	private String plainCell(GoldenCase request) {
		GoldenCaseResult result = this.plain.get(request);
		return (result != null) ? result.cell()
				: "`GET %s 200 SUCCESS IOException`; span ERROR, or nothing at all".formatted(request.path());
	}

	private String table() {
		StringBuilder table = new StringBuilder("\n| Request | Plain Boot | Starter |\n| --- | --- | --- |\n");
		for (GoldenCase request : GoldenCase.values()) {
			table.append("| ")
				.append(request.description())
				.append(" | ")
				.append(plainCell(request))
				.append(" | ")
				.append(this.starter.get(request).cell())
				.append(" |\n");
		}
		return table.append('\n').toString();
	}

}
