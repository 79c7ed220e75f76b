package io.github.observability.tracing.analysis;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a trace after its analysis.
 *
 * @param root the span that the critical path belongs to: the root, or the top of the
 * largest part where the root is missing; {@code null} if there are no spans
 * @param durationNanos the duration of that span
 * @param criticalPath the steps that fill the duration without gap or overlap, in the
 * order of time
 * @param contributions what each span contributes to the critical path, largest first
 * @param spans every span with its depth and times, parents before children, siblings in
 * the order of their start
 * @param repetitions queries and calls that occur more than once, most frequent first
 * @param gaps times in which a span with children waits for none of them, longest first
 * @param fanOuts spans that make several calls, most calls first
 * @param serialCalls calls of different peers that follow each other although they could
 * run in parallel if they are independent, largest saving first
 * @param problems what is missing or contradictory, one entry a type
 */
public record TraceAnalysis(@Nullable TraceSpan root, long durationNanos, List<Step> criticalPath,
		List<Contribution> contributions, List<SpanTime> spans, List<Repetition> repetitions, List<Gap> gaps,
		List<FanOut> fanOuts, List<SerialCalls> serialCalls, List<Problem> problems) {

	/**
	 * Whether a problem was found.
	 * @param type the type
	 * @return whether there is one of this type
	 */
	public boolean has(ProblemType type) {
		return this.problems.stream().anyMatch((problem) -> problem.type() == type);
	}

	/**
	 * A part of the critical path: the time in which the end of the trace waited for
	 * nothing but this span.
	 *
	 * @param span the span
	 * @param startNanos the start of the step
	 * @param endNanos the end of the step
	 * @param certain whether the spans prove it; {@code false} where it is a guess that
	 * an earlier sibling delays a later one, where another child runs at the time, or
	 * where the span outlives its parent
	 */
	public record Step(TraceSpan span, long startNanos, long endNanos, boolean certain) {

		/**
		 * Return the length of the step.
		 * @return the length in nanoseconds
		 */
		public long nanos() {
			return this.endNanos - this.startNanos;
		}

	}

	/**
	 * What a span contributes to the critical path.
	 *
	 * @param span the span
	 * @param nanos the sum of its steps
	 * @param certain whether all of its steps are certain
	 */
	public record Contribution(TraceSpan span, long nanos, boolean certain) {
	}

	/**
	 * A span in the tree.
	 *
	 * @param span the span
	 * @param depth the number of its ancestors
	 * @param selfNanos the part of its duration in which none of its children runs
	 * @param criticalNanos what it contributes to the critical path
	 */
	public record SpanTime(TraceSpan span, int depth, long selfNanos, long criticalNanos) {
	}

	/**
	 * A query or call that occurs more than once.
	 *
	 * @param query whether it is a database query
	 * @param what the normalized statement, or the peer and the route
	 * @param spans the spans in the order of their start
	 * @param totalNanos the sum of their durations
	 * @param parent the common parent, {@code null} if they have several
	 * @param places the distinct places in the code, empty if unknown
	 */
	public record Repetition(boolean query, String what, List<TraceSpan> spans, long totalNanos,
			@Nullable TraceSpan parent, List<CodePlace> places) {

		/**
		 * Return how often it occurs.
		 * @return the number of spans
		 */
		public int count() {
			return this.spans.size();
		}

	}

	/**
	 * A time in which none of a span's children runs.
	 *
	 * @param span the span
	 * @param startNanos the start of the gap
	 * @param endNanos the end of the gap
	 * @param before the child that ended last before it, {@code null} if there is none
	 * @param after the child that starts after it, {@code null} if there is none
	 */
	public record Gap(TraceSpan span, long startNanos, long endNanos, @Nullable TraceSpan before,
			@Nullable TraceSpan after) {

		/**
		 * Return the length of the gap.
		 * @return the length in nanoseconds
		 */
		public long nanos() {
			return this.endNanos - this.startNanos;
		}

	}

	/**
	 * A span that makes several calls.
	 *
	 * @param span the span
	 * @param calls the number of calls
	 * @param mostAtOnce the largest number of them that run at the same time
	 */
	public record FanOut(TraceSpan span, int calls, int mostAtOnce) {
	}

	/**
	 * Calls of different peers, one after the other.
	 *
	 * @param span the span that makes them
	 * @param calls the calls in the order of their start
	 * @param totalNanos the sum of their durations
	 * @param savedNanos what would be saved if the peers were called in parallel
	 */
	public record SerialCalls(TraceSpan span, List<TraceSpan> calls, long totalNanos, long savedNanos) {
	}

	/**
	 * Something that is missing or contradictory.
	 *
	 * @param type the type
	 * @param spans the spans concerned
	 */
	public record Problem(ProblemType type, List<TraceSpan> spans) {

		@Override
		public String toString() {
			return this.type.description() + (this.spans.isEmpty() ? "" : ": " + names());
		}

		private String names() {
			int shown = Math.min(this.spans.size(), 5);
			String names = String.join(", ", this.spans.subList(0, shown).stream().map(TraceSpan::label).toList());
			return (shown < this.spans.size()) ? names + " and " + (this.spans.size() - shown) + " more" : names;
		}

	}

	/**
	 * Types of problems.
	 */
	public enum ProblemType {

		/** There are no spans. */
		EMPTY("no spans"),

		/** No span is without a parent. */
		NO_ROOT("no root"),

		/** More than one span is without a parent. */
		SEVERAL_ROOTS("several roots"),

		/** Spans have different trace ids; only the most frequent one is analyzed. */
		SEVERAL_TRACES("spans of another trace"),

		/** The parent is not among the spans. */
		MISSING_PARENT("parent missing"),

		/** Spans are their own ancestors. */
		CYCLE("own ancestor"),

		/** An id occurs twice; children belong to the first. */
		DUPLICATE_ID("span id used twice"),

		/** The end precedes the start; the duration counts as zero. */
		ENDS_BEFORE_START("ends before it starts"),

		/** A child starts before its parent. */
		STARTS_BEFORE_PARENT("starts before its parent"),

		/** A child ends after its parent; the part that outlives it is left out. */
		OUTLIVES_PARENT("outlives its parent"),

		/** The clock of a service differs; its spans are moved into their caller's. */
		CLOCK_SKEW("clock differs from that of its caller");

		private final String description;

		ProblemType(String description) {
			this.description = description;
		}

		/**
		 * Return a few words for a reader.
		 * @return the description
		 */
		public String description() {
			return this.description;
		}

	}

}
