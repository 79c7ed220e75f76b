package io.github.observability.tracing;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.opentelemetry.sdk.common.CompletableResultCode;

import org.springframework.context.SmartLifecycle;

/**
 * Exports what waits when the application stops, within a limit. It comes last: what
 * serves requests has stopped then.
 */
final class SpanExportLifecycle implements SmartLifecycle, AutoCloseable {

	private final Supplier<CompletableResultCode> flush;

	private final List<GuardedSpanExporter> exporters;

	private final Duration timeout;

	private final List<ExportNoise> noise;

	private volatile boolean running;

	SpanExportLifecycle(Supplier<CompletableResultCode> flush, List<GuardedSpanExporter> exporters, Duration timeout) {
		this.flush = flush;
		this.exporters = exporters;
		this.timeout = timeout;
		this.noise = exporters.isEmpty() ? List.of() : ExportNoise.keepOut();
	}

	@Override
	public void start() {
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
		this.noise.forEach(ExportNoise::close);
	}

}
