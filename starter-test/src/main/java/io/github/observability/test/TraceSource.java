package io.github.observability.test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.github.observability.tracing.analysis.TraceSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;

import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * Where the spans of a test come from.
 */
interface TraceSource {

	/**
	 * Forget what was recorded before.
	 */
	void begin();

	/**
	 * Return the spans once a condition holds, or after a deadline.
	 * @param condition the condition, on all spans recorded
	 * @return the spans
	 */
	List<TraceSpan> await(Predicate<List<TraceSpan>> condition);

	static TraceSource of(ApplicationContext context, Duration deadline) {
		boolean present = ClassUtils.isPresent("io.opentelemetry.sdk.trace.SdkTracerProvider",
				TraceSource.class.getClassLoader());
		return present ? new Recorded(context, deadline) : new Missing();
	}

	static TraceSource of(List<TraceSpan> spans) {
		return new Fixed(spans);
	}

	/**
	 * Spans of the application under test.
	 */
	final class Recorded implements TraceSource {

		private final ApplicationContext context;

		private final Duration deadline;

		Recorded(ApplicationContext context, Duration deadline) {
			this.context = context;
			this.deadline = deadline;
		}

		@Override
		public void begin() {
			this.context.getBeanProvider(RecordedSpans.class).ifAvailable(RecordedSpans::reset);
			this.context.getBeanProvider(OpenObservations.class).ifAvailable(OpenObservations::reset);
		}

		@Override
		public List<TraceSpan> await(Predicate<List<TraceSpan>> condition) {
			RecordedSpans spans = this.context.getBeanProvider(RecordedSpans.class).getIfAvailable();
			SdkTracerProvider provider = this.context.getBeanProvider(SdkTracerProvider.class).getIfAvailable();
			if (spans == null || provider == null) {
				throw new AssertionError("""
						No traces are recorded: the application has no OpenTelemetry tracing. \
						Is spring-boot-micrometer-tracing-opentelemetry with micrometer-tracing-bridge-otel present, \
						and is the test annotated with @ObservabilityTest?""");
			}
			try {
				return await(spans, provider, condition);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new AssertionError("Interrupted while waiting for spans", ex);
			}
		}

		private List<TraceSpan> named(List<TraceSpan> open) {
			OpenObservations observations = this.context.getBeanProvider(OpenObservations.class).getIfAvailable();
			return (observations != null) ? observations.name(open) : open;
		}

		private List<TraceSpan> await(RecordedSpans spans, SdkTracerProvider provider,
				Predicate<List<TraceSpan>> condition) throws InterruptedException {
			long end = System.nanoTime() + this.deadline.toNanos();
			while (true) {
				// Before the spans are looked at, so that what happens meanwhile is not
				// missed.
				long changes = spans.changes();
				List<TraceSpan> open = spans.awaitEnds(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
				provider.forceFlush().join(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
				List<TraceSpan> ended = spans.spans();
				if (!open.isEmpty()) {
					throw new AssertionError(OpenSpans.describe(named(open), ended, this.deadline));
				}
				if (condition.test(ended) || System.nanoTime() >= end) {
					return ended;
				}
				spans.awaitChange(changes, end - System.nanoTime());
			}
		}

	}

	/**
	 * Spans that do not change any more.
	 */
	final class Fixed implements TraceSource {

		private final List<TraceSpan> spans;

		Fixed(List<TraceSpan> spans) {
			this.spans = List.copyOf(spans);
		}

		@Override
		public void begin() {
		}

		@Override
		public List<TraceSpan> await(Predicate<List<TraceSpan>> condition) {
			return this.spans;
		}

	}

	/**
	 * Nothing to record spans with.
	 */
	final class Missing implements TraceSource {

		@Override
		public void begin() {
		}

		@Override
		public List<TraceSpan> await(Predicate<List<TraceSpan>> condition) {
			throw new AssertionError("No traces are recorded: OpenTelemetry's SDK is not on the class path");
		}

	}

}
