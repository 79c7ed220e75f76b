package io.github.observability.tracing.export;

import java.util.List;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExporterLogFilter}.
 */
class ExporterLogFilterTests {

	private static final LogRecord FAILURE = new LogRecord(Level.SEVERE, "Failed to export spans");

	private final Logger logger = Logger.getLogger("io.opentelemetry.exporter.internal.http.HttpExporter");

	private final Filter before = this.logger.getFilter();

	@AfterEach
	void restore() {
		this.logger.setFilter(this.before);
	}

	@Test
	void isGoneOnceItIsClosed() {
		List<ExporterLogFilter> filters = ExporterLogFilter.install();
		assertThat(isLoggable()).isFalse();
		filters.forEach(ExporterLogFilter::close);
		assertThat(this.logger.getFilter()).isSameAs(this.before);
	}

	@Test
	void isGoneWhicheverApplicationOfTheJvmClosesFirst() {
		List<ExporterLogFilter> first = ExporterLogFilter.install();
		List<ExporterLogFilter> second = ExporterLogFilter.install();
		first.forEach(ExporterLogFilter::close);
		assertThat(isLoggable()).isFalse();
		second.forEach(ExporterLogFilter::close);
		assertThat(this.logger.getFilter()).isSameAs(this.before);
	}

	@Test
	void letsLinesPassBelowTheFilterOfAnother() {
		List<ExporterLogFilter> filters = ExporterLogFilter.install();
		Filter below = this.logger.getFilter();
		this.logger.setFilter((record) -> below.isLoggable(record));
		filters.forEach(ExporterLogFilter::close);
		assertThat(isLoggable()).isTrue();
	}

	private boolean isLoggable() {
		Filter filter = this.logger.getFilter();
		return filter == null || filter.isLoggable(FAILURE);
	}

}
