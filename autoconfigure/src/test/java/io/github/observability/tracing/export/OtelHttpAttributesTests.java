package io.github.observability.tracing.export;

import io.micrometer.common.KeyValue;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.Test;

import org.springframework.http.server.observation.OpenTelemetryServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class OtelHttpAttributesTests {

	private final OtelHttpAttributes names = new OtelHttpAttributes();

	@Test
	void namesServerSpansAsTheConventionOfSpringFrameworkDoes() {
		ServerRequestObservationContext context = new ServerRequestObservationContext(
				new MockHttpServletRequest("GET", "/rides/7"), new MockHttpServletResponse());
		context.setPathPattern("/rides/{id}");
		OpenTelemetryServerRequestObservationConvention convention = new OpenTelemetryServerRequestObservationConvention();
		SpanData span = this.names.apply(span(SpanKind.SERVER, "http get /rides/{id}", "GET", "200", "/rides/{id}",
				"none", AttributeKey.stringKey("http.url"), "/rides/7"));
		assertThat(span.getName()).isEqualTo(convention.getContextualName(context));
		for (String key : new String[] { "http.request.method", "http.route" }) {
			assertThat(convention.getLowCardinalityKeyValues(context))
				.contains(KeyValue.of(key, String.valueOf(span.getAttributes().get(AttributeKey.stringKey(key)))));
		}
		assertThat(convention.getHighCardinalityKeyValues(context)).contains(
				KeyValue.of("url.path", String.valueOf(span.getAttributes().get(AttributeKey.stringKey("url.path")))));
		assertThat(span.getAttributes().get(AttributeKey.longKey("http.response.status_code"))).isEqualTo(200);
		assertThat(keys(span)).doesNotContain("method", "status", "uri", "exception", "error", "http.url",
				"error.type");
	}

	@Test
	void namesClientSpans() {
		SpanData span = this.names.apply(span(SpanKind.CLIENT, "http post", "POST", "404", "/rides/{id}", "none",
				AttributeKey.stringKey("client.name"), "pricing"));
		assertThat(span.getName()).isEqualTo("POST");
		assertThat(span.getAttributes()).isEqualTo(Attributes.builder()
			.put("outcome", "SUCCESS")
			.put("http.request.method", "POST")
			.put("url.template", "/rides/{id}")
			.put("server.address", "pricing")
			.put("http.response.status_code", 404)
			.put("error.type", "404")
			.build());
	}

	@Test
	void tellsTheExceptionAndNoRouteThatIsNone() {
		SpanData span = this.names.apply(span(SpanKind.SERVER, "http get", "GET", "500", "UNKNOWN",
				"IllegalStateException", AttributeKey.stringKey("http.url"), "none"));
		assertThat(span.getName()).isEqualTo("GET");
		assertThat(span.getAttributes().get(AttributeKey.stringKey("error.type"))).isEqualTo("IllegalStateException");
		assertThat(keys(span)).doesNotContain("http.route", "url.path");
	}

	@Test
	void typesWhatIsRecordedByTheConventions() {
		SpanData span = this.names.apply(TestSpanData.builder()
			.setName("GET")
			.setKind(SpanKind.SERVER)
			.setStartEpochNanos(1)
			.setEndEpochNanos(2)
			.setHasEnded(true)
			.setStatus(StatusData.error())
			.setAttributes(Attributes.builder()
				.put("http.request.method", "GET")
				.put("http.response.status_code", "503")
				.put("http.route", "UNKNOWN")
				.put("error.type", "none")
				.put("error", "none")
				.put("outcome", "SERVER_ERROR")
				.put("url.scheme", "http")
				.build())
			.build());
		assertThat(span.getName()).isEqualTo("GET");
		assertThat(span.getAttributes()).isEqualTo(Attributes.builder()
			.put("http.request.method", "GET")
			.put("http.response.status_code", 503)
			.put("error.type", "503")
			.put("outcome", "SERVER_ERROR")
			.put("url.scheme", "http")
			.build());
	}

	@Test
	void leavesOtherSpansAlone() {
		SpanData internal = span(SpanKind.INTERNAL, "work", "GET", "200", "/", "none", AttributeKey.stringKey("a"),
				"b");
		assertThat(this.names.apply(internal)).isSameAs(internal);
		SpanData listener = TestSpanData.builder()
			.setName("rides receive")
			.setKind(SpanKind.SERVER)
			.setStartEpochNanos(1)
			.setEndEpochNanos(2)
			.setHasEnded(true)
			.setStatus(StatusData.unset())
			.build();
		assertThat(this.names.apply(listener)).isSameAs(listener);
	}

	private static Iterable<String> keys(SpanData span) {
		return span.getAttributes().asMap().keySet().stream().map(AttributeKey::getKey).toList();
	}

	private static SpanData span(SpanKind kind, String name, String method, String status, String uri, String exception,
			AttributeKey<String> key, String value) {
		return TestSpanData.builder()
			.setName(name)
			.setKind(kind)
			.setStartEpochNanos(1)
			.setEndEpochNanos(2)
			.setHasEnded(true)
			.setStatus(StatusData.unset())
			.setAttributes(Attributes.builder()
				.put("method", method)
				.put("status", status)
				.put("uri", uri)
				.put("exception", exception)
				.put("error", exception)
				.put("outcome", "SUCCESS")
				.put(key, value)
				.build())
			.build();
	}

}
