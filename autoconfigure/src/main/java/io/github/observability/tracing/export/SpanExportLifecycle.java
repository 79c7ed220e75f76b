package io.github.observability.tracing.export;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.opentelemetry.sdk.common.CompletableResultCode;

import org.springframework.context.SmartLifecycle;

/**
 * Exports waiting spans when the application stops, within a time limit. It stops last,
 * after everything that serves requests.
 */
final class SpanExportLifecycle implements SmartLifecycle, AutoCloseable {

	private final Supplier<CompletableResultCode> flush;

	private final List<GuardedSpanExporter> exporters;

	private final Duration timeout;

	private final List<ExporterLogFilter> logFilters;

	private volatile boolean running;

	SpanExportLifecycle(Supplier<CompletableResultCode> flush, List<GuardedSpanExporter> exporters, Duration timeout) {
		this.flush = flush;
		this.exporters = exporters;
		this.timeout = timeout;
		this.logFilters = exporters.isEmpty() ? List.of() : ExporterLogFilter.install();
	}

	@Override
	public void start() {
		this.exporters.forEach(GuardedSpanExporter::resume);
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		CompletableResultCode flushed = this.flush.get().join(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		if (!flushed.isSuccess()) {
			this.exporters.forEach(GuardedSpanExporter::abandon);
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

	@Override
	public void close() {
		this.logFilters.forEach(ExporterLogFilter::close);
	}

}
