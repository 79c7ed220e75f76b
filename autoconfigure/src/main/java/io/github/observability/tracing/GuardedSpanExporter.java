package io.github.observability.tracing;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An exporter that says once that it cannot export, and once that it can again, however
 * long that takes. What it could not deliver is counted.
 */
final class GuardedSpanExporter implements SpanExporter {

	private static final Logger logger = LoggerFactory.getLogger(GuardedSpanExporter.class);

	/** For an abandoned exporter to begin to shut down. */
	private static final long ABANDONED_MILLIS = 500;

	private final SpanExporter exporter;

	private final UnaryOperator<SpanData> cleaner;

	private final SpanCounts counts;

	private final LongSupplier nanoTime;

	private final AtomicBoolean failing = new AtomicBoolean();

	private volatile long failingSince;

	private final AtomicLong lost = new AtomicLong();

	private final Set<CompletableResultCode> running = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	/**
	 * Guard an exporter.
	 * @param exporter the exporter
	 * @param cleaner takes out of the data of a span what is not to be exported
	 * @param counts where to count spans
	 * @param nanoTime the clock
	 */
	GuardedSpanExporter(SpanExporter exporter, UnaryOperator<SpanData> cleaner, SpanCounts counts,
			LongSupplier nanoTime) {
		this.exporter = exporter;
		this.cleaner = cleaner;
		this.counts = counts;
		this.nanoTime = nanoTime;
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		int size = spans.size();
		CompletableResultCode result = new CompletableResultCode();
		this.running.add(result);
		result.whenComplete(() -> {
			this.running.remove(result);
			if (result.isSuccess()) {
				succeeded(size);
			}
			else {
				failed(size, result.getFailureThrowable());
			}
		});
		if (this.closed) {
			return result.fail();
		}
		try {
			CompletableResultCode exported = this.exporter.export(spans.stream().map(this.cleaner).toList());
			exported.whenComplete(() -> complete(result, exported));
		}
		catch (RuntimeException ex) {
			result.failExceptionally(ex);
		}
		return result;
	}

	private static void complete(CompletableResultCode result, CompletableResultCode exported) {
		Throwable failure = exported.getFailureThrowable();
		if (exported.isSuccess()) {
			result.succeed();
		}
		else if (failure != null) {
			result.failExceptionally(failure);
		}
		else {
			result.fail();
		}
	}

	private void succeeded(int spans) {
		this.counts.exported(spans);
		if (this.failing.get() && this.failing.compareAndSet(true, false)) {
			logger.info("Spans are exported again by {}, after {} s in which {} were lost", name(),
					TimeUnit.NANOSECONDS.toSeconds(this.nanoTime.getAsLong() - this.failingSince),
					this.lost.getAndSet(0));
		}
	}

	private void failed(int spans, @Nullable Throwable failure) {
		this.counts.dropped(DropReason.EXPORT, spans);
		this.lost.addAndGet(spans);
		if (!this.closed && this.failing.compareAndSet(false, true)) {
			this.failingSince = this.nanoTime.getAsLong();
			logger.warn("Spans cannot be exported by {}: {}. They are lost, and counted by '{}', until it works again",
					name(), reason(failure), TracingMeter.DROPPED.getName());
		}
	}

	private String name() {
		return this.exporter.getClass().getSimpleName();
	}

	/**
	 * The root cause in one line: messages of what wraps it repeat it or say less.
	 */
	private static String reason(@Nullable Throwable failure) {
		Throwable cause = failure;
		while (cause != null && cause.getCause() != null && cause.getCause() != cause) {
			cause = cause.getCause();
		}
		if (cause == null) {
			return "no reason is known";
		}
		String message = cause.getMessage();
		return (message != null) ? cause.getClass().getSimpleName() + " (" + message + ")"
				: cause.getClass().getSimpleName();
	}

	/**
	 * Give up what is under way, and refuse what comes, so that a stop is not held up.
	 */
	void abandon() {
		this.closed = true;
		this.running.forEach(CompletableResultCode::fail);
	}

	@Override
	public CompletableResultCode flush() {
		return this.exporter.flush();
	}

	/**
	 * Shut down. Since Java 21 the JDK's client waits for its requests when it is closed,
	 * so one that was abandoned is left to do that by itself. The exporter is a bean and
	 * closed as such afterwards, which does nothing once it has begun.
	 */
	@Override
	public CompletableResultCode shutdown() {
		if (!this.closed) {
			return this.exporter.shutdown();
		}
		Thread thread = new Thread(this.exporter::shutdown, "span-exporter-shutdown");
		thread.setDaemon(true);
		thread.start();
		try {
			thread.join(ABANDONED_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public String toString() {
		return "Guarded " + this.exporter;
	}

}
