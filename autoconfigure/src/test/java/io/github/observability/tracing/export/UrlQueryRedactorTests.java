package io.github.observability.tracing.export;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class UrlQueryRedactorTests {

	private static final AttributeKey<String> OTHER = AttributeKey.stringKey("other");

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			http.url        | /rides?token=s3cret            | /rides
			http.url        | https://h/rides?q=1#f          | https://h/rides
			url.full        | https://h/rides?q=1            | https://h/rides
			url.query       | q=1                            | ***
			peer.address    | tcp://h:1?key=1                | tcp://h:1
			http.url        | /rides/{id}                    | /rides/{id}
			question        | who? me                        | who? me
			db.query.text   | select * from t where a = ?    | select * from t where a = ?
			""")
	void leavesQueriesOut(String key, String value, String clean) {
		SpanData data = new UrlQueryRedactor()
			.apply(span(Attributes.of(AttributeKey.stringKey(key), value, OTHER, "unchanged")));
		assertThat(data.getAttributes().get(AttributeKey.stringKey(key))).isEqualTo(clean);
		assertThat(data.getAttributes().get(OTHER)).isEqualTo("unchanged");
	}

	@Test
	void changesNothingElse() {
		SpanData data = span(Attributes.builder().put("count", 3).put("uri", "/rides/{id}").build());
		assertThat(new UrlQueryRedactor().apply(data)).isSameAs(data);
	}

	@Test
	void changesEachUrlOfASpan() {
		SpanData data = new UrlQueryRedactor().apply(span(Attributes.builder()
			.put("http.url", "/rides?q=1")
			.put("other", "unchanged")
			.put("url.query", "q=1")
			.put("peer.address", "tcp://h:1?key=1")
			.build()));
		assertThat(data.getAttributes()).isEqualTo(Attributes.builder()
			.put("http.url", "/rides")
			.put("other", "unchanged")
			.put("url.query", "***")
			.put("peer.address", "tcp://h:1")
			.build());
	}

	/** An exporter tells the difference as the number of attributes that were dropped. */
	@Test
	void attributesThatWereDroppedStayCounted() {
		SpanData data = TestSpanData.builder()
			.setName("http get /rides")
			.setKind(SpanKind.SERVER)
			.setStartEpochNanos(1)
			.setEndEpochNanos(2)
			.setHasEnded(true)
			.setStatus(StatusData.unset())
			.setAttributes(Attributes.builder()
				.put("method", "GET")
				.put("status", "200")
				.put("uri", "/rides")
				.put("exception", "none")
				.put("error", "none")
				.build())
			.setTotalAttributeCount(7)
			.build();
		SpanData renamed = new OtelHttpAttributes().apply(data);
		assertThat(renamed.getAttributes().size()).isEqualTo(3);
		assertThat(renamed.getTotalAttributeCount()).isEqualTo(5);
	}

	private static SpanData span(Attributes attributes) {
		return TestSpanData.builder()
			.setName("get")
			.setKind(SpanKind.SERVER)
			.setStartEpochNanos(1)
			.setEndEpochNanos(2)
			.setHasEnded(true)
			.setStatus(StatusData.unset())
			.setAttributes(attributes)
			.build();
	}

}
