package io.github.observability.tracing;

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
 * The span of a caller, with what of its request a sampler needs. It is a span because
 * that is all that Micrometer's bridge takes from the context that a propagator makes;
 * and it puts itself under a key of its own because the SDK gives samplers another span
 * in its place where a caller sends none.
 */
final class IngressSpan implements Span {

	static final ContextKey<IngressSpan> KEY = ContextKey.named("observability.ingress");

	/**
	 * No rule is for the path of the request.
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
	 * @param context its context, not valid if a new trace begins here
	 * @param left the context of the caller whose trace ends here, to link to
	 * @param decidedHere whether the decision of the caller does not matter
	 * @param forced whether the caller may ask for its trace to be sampled, and does
	 * @param rule position of the rule for the path, or {@link #NO_RULE}
	 * @param route a number for the route, or {@link RouteFloor#NO_ROUTE}
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
