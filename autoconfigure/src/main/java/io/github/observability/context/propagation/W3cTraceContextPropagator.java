package io.github.observability.context.propagation;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/**
 * {@link TextMapPropagator} for {@code traceparent} and {@code tracestate}, to the letter
 * of the recommendation. The SDK's takes the first of several {@code traceparent}
 * headers, drops a whole {@code tracestate} for an empty member, and reads only one
 * header of it.
 * <p>
 * What is malformed is ignored: a {@code traceparent} means a new trace, a
 * {@code tracestate} an empty one.
 *
 * @see <a href="https://www.w3.org/TR/trace-context-2/">W3C Trace Context Level 2</a>
 */
final class W3cTraceContextPropagator implements TextMapPropagator {

	static final String TRACE_PARENT = "traceparent";

	static final String TRACE_STATE = "tracestate";

	private static final List<String> FIELDS = List.of(TRACE_PARENT, TRACE_STATE);

	private static final int TRACE_ID = 3;

	private static final int SPAN_ID = 36;

	private static final int FLAGS = 53;

	private static final int LENGTH = 55;

	/** Section 3.2.2.5: sampled and random; all others are sent as zero. */
	private static final byte KNOWN_FLAGS = 0b11;

	private static final String[] ENDS = { "-00", "-01", "-02", "-03" };

	@Override
	public Collection<String> fields() {
		return FIELDS;
	}

	@Override
	public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		SpanContext span = Span.fromContext(context).getSpanContext();
		if (!span.isValid()) {
			return;
		}
		setter.set(carrier, TRACE_PARENT,
				"00-".concat(span.getTraceId())
					.concat("-")
					.concat(span.getSpanId())
					.concat(ENDS[span.getTraceFlags().asByte() & KNOWN_FLAGS]));
		TraceState state = span.getTraceState();
		if (!state.isEmpty()) {
			String header = W3cTraceState.header(state);
			if (!header.isEmpty()) {
				setter.set(carrier, TRACE_STATE, header);
			}
		}
	}

	@Override
	public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
		String parent = only(getter.getAll(carrier, TRACE_PARENT));
		if (parent == null || !isWellFormed(parent)) {
			return context;
		}
		SpanContext span = SpanContext.createFromRemoteParent(parent.substring(TRACE_ID, SPAN_ID - 1),
				parent.substring(SPAN_ID, FLAGS - 1), flags(parent),
				W3cTraceState.parse(getter.getAll(carrier, TRACE_STATE)));
		return span.isValid() ? context.with(Span.wrap(span)) : context;
	}

	private static @Nullable String only(@Nullable Iterator<String> headers) {
		if (headers == null || !headers.hasNext()) {
			return null;
		}
		String first = headers.next();
		return headers.hasNext() ? null : first.strip();
	}

	/**
	 * Whether identifiers stand where they have to. All zeros are for the span context to
	 * find.
	 */
	private static boolean isWellFormed(String parent) {
		return parent.length() >= LENGTH && isHex(parent, 0, 2) && hasKnownEnd(parent) && isDash(parent, TRACE_ID - 1)
				&& isHex(parent, TRACE_ID, SPAN_ID - 1) && isDash(parent, SPAN_ID - 1)
				&& isHex(parent, SPAN_ID, FLAGS - 1) && isDash(parent, FLAGS - 1) && isHex(parent, FLAGS, LENGTH);
	}

	/**
	 * Section 3.2.4: only a later version may be longer, by parts that a dash separates.
	 */
	private static boolean hasKnownEnd(String parent) {
		if (parent.startsWith("ff")) {
			return false;
		}
		return parent.length() == LENGTH || (!parent.startsWith("00") && isDash(parent, LENGTH));
	}

	private static boolean isDash(String parent, int index) {
		return parent.charAt(index) == '-';
	}

	private static boolean isHex(String parent, int from, int to) {
		for (int i = from; i < to; i++) {
			char character = parent.charAt(i);
			if ((character < '0' || character > '9') && (character < 'a' || character > 'f')) {
				return false;
			}
		}
		return true;
	}

	private static TraceFlags flags(String parent) {
		return TraceFlags.fromByte((byte) (Character.digit(parent.charAt(LENGTH - 1), 16) & KNOWN_FLAGS));
	}

	@Override
	public String toString() {
		return "W3cTraceContextPropagator";
	}

}
