package io.github.observability.test;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Lines}.
 */
class LinesTests {

	private static final Logger logger = LoggerFactory.getLogger(LinesTests.class);

	private final Lines lines = new Lines(Duration.ofSeconds(5), new TestFiles(LinesTests.class, ""));

	@BeforeEach
	void begin() {
		this.lines.begin();
	}

	@AfterEach
	void end() {
		this.lines.end();
		MDC.clear();
	}

	@Test
	void seesALineWithoutAMessage() {
		logger.warn(null);
		logger.warn("after it");
		assertThat(this.lines).containsLine("WARN", "after it");
		assertThat(this.lines.all()).extracting(Line::message).containsExactly("", "after it");
	}

	@Test
	void seesLinesWithNullsAmongTheirFields() {
		MDC.put("tenant", null);
		logger.warn("in no tenant");
		logger.atWarn().addKeyValue(null, 7).addKeyValue("ride", (Object) null).log("without a key");
		assertThat(this.lines).hasField("in no tenant", "tenant", "null")
			.hasField("without a key", "null", "7")
			.hasField("without a key", "ride", "null");
	}

}
