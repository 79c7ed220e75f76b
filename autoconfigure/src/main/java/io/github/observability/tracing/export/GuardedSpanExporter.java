package io.github.observability.tracing.export;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

import io.github.observability.tracing.TracingMeter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link SpanExporter} that logs the start and the end of an outage of another exporter,
 * and counts the spans that it delivered and lost.
 */
final class GuardedSpanExporter implements SpanExporter {

	private static final Logger logger = LoggerFactory.getLogger(GuardedSpanExporter.class);

	/** Time for an abandoned exporter to start its shutdown. */
	private static final long ABANDONED_MILLIS = 500;

	private final SpanExporter exporter;

	private final UnaryOperator<SpanData> redactor;

	private final Consumer<Collection<SpanData>> delivered;

	private final SpanCounter counts;

	private final LongSupplier nanoTime;

	private final AtomicBoolean failing = new AtomicBoolean();

	private volatile long failingSince;

	private final AtomicLong lost = new AtomicLong();

	private final Set<CompletableResultCode> running = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	/**
	 * Guard an exporter.
	 * @param exporter the exporter
	 * @param redactor removes from the data of a span what must not be exported
	 * @param delivered sees the batches that were delivered
	 * @param counts counts the spans
	 * @param nanoTime the clock
	 */
	GuardedSpanExporter(SpanExporter exporter, UnaryOperator<SpanData> redactor,
			Consumer<Collection<SpanData>> delivered, SpanCounter counts, LongSupplier nanoTime) {
		this.exporter = exporter;
		this.redactor = redactor;
		this.delivered = delivered;
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
			List<SpanData> batch = ResourceGroups.share(spans);
			batch.replaceAll(this.redactor);
			CompletableResultCode exported = this.exporter.export(batch);
			exported.whenComplete(() -> {
				complete(result, exported);
				if (exported.isSuccess()) {
					this.delivered.accept(batch);
				}
			});
		}
		catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
			result.failExceptionally(ex);
		}
		catch (Error ex) {
			// Whoever calls may survive it, and the result must not run forever then.
			result.failExceptionally(ex);
			throw ex;
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
			logger.info("{} exports spans again after {} s, in which {} spans were lost", name(),
					TimeUnit.NANOSECONDS.toSeconds(this.nanoTime.getAsLong() - this.failingSince),
					this.lost.getAndSet(0));
		}
	}

	private void failed(int spans, @Nullable Throwable failure) {
		this.counts.dropped(DropReason.EXPORT, spans);
		this.lost.addAndGet(spans);
		if (!this.closed && this.failing.compareAndSet(false, true)) {
			this.failingSince = this.nanoTime.getAsLong();
			logger.warn("{} cannot export spans: {}. Spans are lost and counted by '{}' until it works again", name(),
					reason(failure), TracingMeter.DROPPED.getName());
		}
	}

	private String name() {
		return this.exporter.getClass().getSimpleName();
	}

	/**
	 * The root cause in one line. Messages of its wrappers repeat it or say less.
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
	 * Abandon running exports and refuse further ones, so that they do not delay the
	 * shutdown.
	 */
	void abandon() {
		this.closed = true;
		this.running.forEach(CompletableResultCode::fail);
	}

	/**
	 * Export again after {@link #abandon()}, because the application was only stopped.
	 */
	void resume() {
		this.closed = false;
	}

	@Override
	public CompletableResultCode flush() {
		return this.exporter.flush();
	}

	/**
	 * Shut down. Since Java 21 the JDK's client waits for its requests when it is closed,
	 * so an abandoned exporter is closed on another thread. The exporter is a bean and is
	 * closed again later, which has no effect once the shutdown has started.
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
