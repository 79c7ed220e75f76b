package io.github.observability.tracing.sampling;

import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.jspecify.annotations.Nullable;

/**
 * Span of a caller, with the facts about its request that a sampler needs. It is a span
 * because Micrometer's bridge takes nothing else from the context that a propagator
 * returns. It also stores itself under a key of its own, because the SDK shows samplers
 * another span if the caller sent none.
 */
final class IngressSpan implements Span {

	static final ContextKey<IngressSpan> KEY = ContextKey.named("observability.ingress");

	/**
	 * No rule matches the path of the request.
	 */
	static final int NO_RULE = -1;

	private final SpanContext context;

	private final @Nullable SpanContext left;

	private final boolean decidedHere;

	private final boolean forced;

	private final int rule;

	private final long route;

	/**
	 * Create the span of a caller.
	 * @param context its context, invalid if a new trace starts here
	 * @param left the context of a caller whose trace is not continued, to link to;
	 * {@code null} if the trace is continued
	 * @param decidedHere whether the decision of the caller is ignored
	 * @param forced whether the caller asks for its trace to be sampled and may do so
	 * @param rule position of the rule for the path, or {@link #NO_RULE}
	 * @param route a number for the route, or {@link RouteMinimum#NO_ROUTE}
	 */
	IngressSpan(SpanContext context, @Nullable SpanContext left, boolean decidedHere, boolean forced, int rule,
			long route) {
		this.context = context;
		this.left = left;
		this.decidedHere = decidedHere;
		this.forced = forced;
		this.rule = rule;
		this.route = route;
	}

	@Nullable SpanContext left() {
		return this.left;
	}

	boolean isDecidedHere() {
		return this.decidedHere;
	}

	boolean isForced() {
		return this.forced;
	}

	int rule() {
		return this.rule;
	}

	long route() {
		return this.route;
	}

	@Override
	public Context storeInContext(Context context) {
		return Span.super.storeInContext(context).with(KEY, this);
	}

	@Override
	public SpanContext getSpanContext() {
		return this.context;
	}

	@Override
	public boolean isRecording() {
		return false;
	}

	@Override
	public <T> Span setAttribute(AttributeKey<T> key, @Nullable T value) {
		return this;
	}

	@Override
	public Span addEvent(String name, Attributes attributes) {
		return this;
	}

	@Override
	public Span addEvent(String name, Attributes attributes, long timestamp, TimeUnit unit) {
		return this;
	}

	@Override
	public Span setStatus(StatusCode statusCode, String description) {
		return this;
	}

	@Override
	public Span recordException(Throwable exception, Attributes additionalAttributes) {
		return this;
	}

	@Override
	public Span updateName(String name) {
		return this;
	}

	@Override
	public void end() {
	}

	@Override
	public void end(long timestamp, TimeUnit unit) {
	}

}
