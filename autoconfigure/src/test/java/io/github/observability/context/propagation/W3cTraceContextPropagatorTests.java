package io.github.observability.context.propagation;

import java.util.stream.Stream;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The recommendation rule by rule, and whatever else a caller may send.
 */
class W3cTraceContextPropagatorTests {

	private static final int HOSTILE_REQUESTS = 100_000;

	private static final long SEED = 20261124;

	private static final String ALPHABET = "0123456789abcdefABCDEFxyz-=,;@*/_ \t\r\n\u0000\u00e4\ud800\uffff%";

	private final W3cTraceContextPropagator propagator = new W3cTraceContextPropagator();

	@ParameterizedTest
	@MethodSource("cases")
	void keepsToTheRecommendation(TraceHeaderCase headers) {
		TraceHeaderResult result = TraceHeaderResult.of(headers, this.propagator);
		assertThat(result.isRight(headers)).as("%s gives %s", headers, result).isTrue();
	}

	static Stream<TraceHeaderCase> cases() {
		return TraceHeaderCase.all().stream();
	}

	@Test
	void theSdkDoesNot() {
		assertThat(TraceHeaderCase.all()
			.stream()
			.filter((headers) -> !TraceHeaderResult.of(headers, W3CTraceContextPropagator.getInstance())
				.isRight(headers)))
			.extracting(TraceHeaderCase::description)
			.contains("several `traceparent` headers", "several headers form one list");
	}

	@Test
	void leavesTheContextAsItIsWithoutAParent() {
		Context context = Context.root().with(Span.wrap(sampled(TraceState.getDefault())));
		assertThat(this.propagator.extract(context, new HeaderCarrier(), HeaderCarrier.GETTER)).isSameAs(context);
	}

	@Test
	void sendsNothingWithoutASpan() {
		assertThat(HeaderCarrier.injectedBy(this.propagator, SpanContext.getInvalid()).values("traceparent")).isEmpty();
	}

	@Test
	void sendsAStateOfTheSdk() {
		TraceState state = TraceState.builder().put("foo", "1").build();
		assertThat(HeaderCarrier.injectedBy(this.propagator, sampled(state)).values("tracestate"))
			.containsExactly("foo=1");
	}

	@Test
	void survivesHostileHeaders() {
		HostileHeaders hostile = new HostileHeaders(SEED, ALPHABET);
		int continued = 0;
		for (int i = 0; i < HOSTILE_REQUESTS; i++) {
			HeaderCarrier in = new HeaderCarrier().addAll("traceparent", hostile.next(TraceHeaderCase.PARENT))
				.addAll("tracestate", hostile.next("foo=1,bar@v=2,baz=  3"));
			SpanContext span = Span.fromContext(in.extractedBy(this.propagator)).getSpanContext();
			HeaderCarrier out = HeaderCarrier.injectedBy(this.propagator, span);
			assertThat(out.values("traceparent")).as("%s", in)
				.allMatch((parent) -> parent.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[0-3]"));
			assertThat(out.values("tracestate")).as("%s", in)
				.allMatch((state) -> state.length() <= 512 && state.matches("[\\x20-\\x7e]+"));
			continued += span.isValid() ? 1 : 0;
		}
		assertThat(continued).isBetween(HOSTILE_REQUESTS / 20, HOSTILE_REQUESTS / 2);
	}

	private static SpanContext sampled(TraceState state) {
		return SpanContext.create(TraceHeaderCase.TRACE_ID, TraceHeaderCase.SPAN_ID, TraceFlags.getSampled(), state);
	}

}
