package io.github.observability.tracing.sampling;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.server.PathContainer;
import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class IngressPropagatorTests {

	private static final String TRACE_ID = "0af7651916cd43dd84ffffffffffffff";

	private static final String TRACEPARENT = "00-" + TRACE_ID + "-b7ad6b7169203331-01";

	@Test
	void appliesTheOnePolicyWhereNoPathMatches() {
		Map<String, String> request = Map.of("path", "/rides", "traceparent", TRACEPARENT);
		IngressSpan restarted = extract(IngressPolicy.RESTART, request).get(IngressSpan.KEY);
		assertThat(restarted.getSpanContext().isValid()).isFalse();
		assertThat(restarted.left()).extracting(SpanContext::getTraceId).isEqualTo(TRACE_ID);
		IngressSpan local = extract(IngressPolicy.LOCAL, request).get(IngressSpan.KEY);
		assertThat(local.getSpanContext().getTraceId()).isEqualTo(TRACE_ID);
		assertThat(local.isDecidedHere()).isTrue();
	}

	@Test
	void trustsWhereAPathSaysSo() {
		IngressSpan span = extract(IngressPolicy.RESTART, Map.of("path", "/internal/rides", "traceparent", TRACEPARENT))
			.get(IngressSpan.KEY);
		assertThat(span.getSpanContext().getTraceId()).isEqualTo(TRACE_ID);
		assertThat(span.getSpanContext().isRemote()).isTrue();
		assertThat(span.isDecidedHere()).isFalse();
		assertThat(span.left()).isNull();
	}

	@Test
	void leavesWhatIsNoRequestAsItIs() {
		Context message = extract(IngressPolicy.RESTART, Map.of("traceparent", TRACEPARENT));
		assertThat(message.get(IngressSpan.KEY)).isNull();
		assertThat(Span.fromContext(message).getSpanContext().getTraceId()).isEqualTo(TRACE_ID);
		assertThat(new IngressPropagator(W3CTraceContextPropagator.getInstance(), ingress(IngressPolicy.RESTART))
			.extract(Context.root(), null, new Headers())).isEqualTo(Context.root());
	}

	@Test
	void appliesTheStrictestPolicyToARequestThatCannotBeReadAndSaysSoOnce(CapturedOutput output) {
		IngressPropagator propagator = new IngressPropagator(W3CTraceContextPropagator.getInstance(),
				ingress(IngressPolicy.RESTART));
		for (int i = 0; i < 3; i++) {
			Context extracted = propagator.extract(Context.root(),
					Map.of("path", "failing", "traceparent", TRACEPARENT), new Headers());
			assertThat(Span.fromContext(extracted).getSpanContext().isValid()).isFalse();
			assertThat(extracted.get(IngressSpan.KEY).left().getTraceId()).isEqualTo(TRACE_ID);
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("the strictest one applies"))).hasSize(1);
	}

	@Test
	void aMalformedEscapeIsNoWayAroundAPolicy() {
		IngressSpanFactory ingress = new IngressSpanFactory(
				new SamplingProperties(true, List.of(), null, new SamplingProperties.MinimumPerRoute(false, 10),
						new SamplingProperties.Force("X-Trace-Force", null)),
				new IngressProperties(IngressPolicy.TRUST,
						List.of(new IngressProperties.ByPath("/public/**", IngressPolicy.RESTART))),
				List.of(new ServletRequestReader()));
		IngressPropagator propagator = new IngressPropagator(W3CTraceContextPropagator.getInstance(), ingress);
		for (String path : List.of("/public/rides", "/public/rides;x=%zz")) {
			MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
			Context extracted = propagator.extract(Context.root(), request, new TextMapGetter<>() {

				@Override
				public Iterable<String> keys(MockHttpServletRequest carrier) {
					return List.of("traceparent");
				}

				@Override
				public @Nullable String get(@Nullable MockHttpServletRequest carrier, String key) {
					return key.equals("traceparent") ? TRACEPARENT : null;
				}

			});
			assertThat(Span.fromContext(extracted).getSpanContext().isValid()).isFalse();
		}
	}

	@Test
	void theStrictestPolicyMayBeThatOfAPath() {
		IngressSpanFactory ingress = ingress(IngressPolicy.TRUST,
				new IngressProperties.ByPath("/partners/**", IngressPolicy.LOCAL));
		IngressSpan span = new IngressPropagator(W3CTraceContextPropagator.getInstance(), ingress)
			.extract(Context.root(), Map.of("path", "failing", "traceparent", TRACEPARENT), new Headers())
			.get(IngressSpan.KEY);
		assertThat(span.isDecidedHere()).isTrue();
		assertThat(span.getSpanContext().getTraceId()).isEqualTo(TRACE_ID);
	}

	@Test
	void tellsRoutesApartByMethodAndByWhatIsNoId() {
		long route = route("GET", "/rides/17/price");
		assertThat(route).isNotEqualTo(RouteMinimum.NO_ROUTE);
		assertThat(route("GET", "/rides/9f3b2c/price")).isEqualTo(route);
		assertThat(route("POST", "/rides/17/price")).isNotEqualTo(route);
		assertThat(route("GET", "/rides/17/route")).isNotEqualTo(route);
		assertThat(route("GET", "/rides/17")).isNotEqualTo(route);
		assertThat(route("GET", "/drivers/17/price")).isNotEqualTo(route);
	}

	@Test
	void sendsAsTheOthersDo() {
		IngressPropagator propagator = new IngressPropagator(W3CTraceContextPropagator.getInstance(),
				ingress(IngressPolicy.RESTART));
		assertThat(propagator.fields()).containsExactlyInAnyOrder("traceparent", "tracestate");
		Map<String, String> sent = new HashMap<>();
		propagator.inject(extract(IngressPolicy.TRUST, Map.of("traceparent", TRACEPARENT)), sent, Map::put);
		assertThat(sent).containsEntry("traceparent", TRACEPARENT);
	}

	private static Context extract(IngressPolicy policy, Map<String, String> carrier) {
		return new IngressPropagator(W3CTraceContextPropagator.getInstance(), ingress(policy)).extract(Context.root(),
				carrier, new Headers());
	}

	private static long route(String method, String path) {
		return extract(IngressPolicy.TRUST, Map.of("path", path, "method", method)).get(IngressSpan.KEY).route();
	}

	private static IngressSpanFactory ingress(IngressPolicy policy) {
		return ingress(policy, new IngressProperties.ByPath("/internal/**", IngressPolicy.TRUST));
	}

	private static IngressSpanFactory ingress(IngressPolicy policy, IngressProperties.ByPath path) {
		return new IngressSpanFactory(
				new SamplingProperties(true, List.of(), null, new SamplingProperties.MinimumPerRoute(true, 10),
						new SamplingProperties.Force("X-Trace-Force", null)),
				new IngressProperties(policy, List.of(path)), List.of(new FakeRequests()));
	}

	private static final class FakeRequests implements RequestReader {

		@Override
		public boolean supports(Object carrier) {
			return ((Map<?, ?>) carrier).containsKey("path");
		}

		@Override
		public PathContainer path(Object request) {
			String path = String.valueOf(((Map<?, ?>) request).get("path"));
			if (path.equals("failing")) {
				throw new IllegalArgumentException("no path");
			}
			return PathContainer.parsePath(path);
		}

		@Override
		public String method(Object request) {
			return String.valueOf(((Map<?, ?>) request).get("method"));
		}

	}

	private static final class Headers implements TextMapGetter<Map<String, String>> {

		@Override
		public Iterable<String> keys(Map<String, String> carrier) {
			return carrier.keySet();
		}

		@Override
		public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
			return (carrier != null) ? carrier.get(key) : null;
		}

	}

}
