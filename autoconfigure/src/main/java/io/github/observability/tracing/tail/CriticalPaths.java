package io.github.observability.tracing.tail;

import java.util.ArrayList;
import java.util.List;

import io.github.observability.LogOnce;
import io.github.observability.tracing.analysis.OpenTelemetrySpans;
import io.github.observability.tracing.analysis.TraceAnalysis;
import io.github.observability.tracing.analysis.TraceAnalysis.Contribution;
import io.github.observability.tracing.analysis.TraceAnalyzer;
import io.github.observability.tracing.analysis.TraceSpan;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the critical path of sampled traces. The work is done when the local root is
 * turned into data, which the thread of the exporting processor does.
 */
final class CriticalPaths {

	private static final Logger logger = LoggerFactory.getLogger(CriticalPaths.class);

	private final LogOnce fault = new LogOnce(logger);

	private final @Nullable CriticalPathTimers timers;

	CriticalPaths(@Nullable CriticalPathTimers timers) {
		this.timers = timers;
	}

	/**
	 * Promise the attributes of a trace's local root.
	 * @param trace the trace
	 * @return what finds them, {@code null} if there is nothing to find
	 */
	@Nullable Pending of(SampledTrace trace) {
		return (trace.spans().size() > 1) ? new Pending(trace.spans()) : null;
	}

	private Attributes analyze(List<ReadableSpan> trace) {
		List<TraceSpan> spans = new ArrayList<>(trace.size());
		for (ReadableSpan span : trace) {
			spans.add(OpenTelemetrySpans.of(span.toSpanData()));
		}
		TraceAnalysis analysis = TraceAnalyzer.analyze(spans);
		TraceSpan root = analysis.root();
		if (root == null || analysis.contributions().isEmpty()) {
			return Attributes.empty();
		}
		if (this.timers != null) {
			this.timers.record(root, analysis.contributions());
		}
		Contribution largest = analysis.contributions().get(0);
		return Attributes.of(CriticalPathAttribute.STEP.text(), largest.span().name(),
				CriticalPathAttribute.NANOS.number(), largest.nanos(), CriticalPathAttribute.CERTAIN.flag(),
				largest.certain());
	}

	/**
	 * The critical path of one trace, found once.
	 */
	final class Pending {

		private @Nullable List<ReadableSpan> spans;

		private Attributes attributes = Attributes.empty();

		Pending(List<ReadableSpan> spans) {
			this.spans = spans;
		}

		synchronized Attributes attributes() {
			List<ReadableSpan> trace = this.spans;
			if (trace != null) {
				this.spans = null;
				try {
					this.attributes = analyze(trace);
				}
				catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
					CriticalPaths.this.fault.warn("A trace is exported without its critical path", ex);
				}
			}
			return this.attributes;
		}

	}

}
