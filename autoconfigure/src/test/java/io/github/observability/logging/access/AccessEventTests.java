package io.github.observability.logging.access;

import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MDC;
import org.slf4j.event.KeyValuePair;

import static org.assertj.core.api.Assertions.assertThat;

class AccessEventTests {

	private static final RequestTrace NONE = new RequestTrace(null, null, null);

	private final LoggerContext context = new LoggerContext();

	private final Logger logger = this.context.getLogger("access");

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	@BeforeEach
	void attach() {
		this.context.setMDCAdapter(MDC.getMDCAdapter());
		this.appender.setContext(this.context);
		this.appender.start();
		this.logger.addAppender(this.appender);
	}

	@Test
	void hasPairsForAnyEncoder() {
		ILoggingEvent event = log(new AccessLine("GET", "/rides/{id}", 3_100_000, "success", "SUCCESS", null, 200,
				"r-1", new RequestTrace("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true)));
		assertThat(event.getLevel()).isEqualTo(Level.WARN);
		assertThat(event.getFormattedMessage()).isEqualTo("GET /rides/{id} 200 in 3.1 ms");
		assertThat(event.getKeyValuePairs()).extracting(KeyValuePair::toString)
			.containsExactly("http.request.method=\"GET\"", "http.route=\"/rides/{id}\"", "event.duration=\"3100000\"",
					"event.outcome=\"success\"", "http.outcome=\"SUCCESS\"", "http.response.status_code=\"200\"",
					"requestId=\"r-1\"", "traceId=\"0af7651916cd43dd8448eb211c80319c\"", "spanId=\"b7ad6b7169203331\"",
					"trace.sampled=\"true\"");
	}

	@Test
	void namesTheSameAttributesOneByOne() {
		ILoggingEvent event = log(
				new AccessLine("GET", "UNKNOWN", 0, "success", "CLIENT_ERROR", "/nowhere", 404, "r-1", NONE));
		List<String> attributes = new ArrayList<>();
		((AttributeSource) event).forEachAttribute((key, value) -> attributes.add(key + "=\"" + value + "\""));
		assertThat(attributes).contains("url.path=\"/nowhere\"")
			.containsExactlyElementsOf(event.getKeyValuePairs().stream().map(KeyValuePair::toString).toList());
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			/rides, , 200, 0, GET /rides 200 in 0.0 ms
			/rides, , 200, 9999000, GET /rides 200 in 9.9 ms
			/rides, , 200, 10000000, GET /rides 200 in 10 ms
			/rides, , 200, 61234567890, GET /rides 200 in 61234 ms
			UNKNOWN, /nowhere, 404, 500000, GET /nowhere 404 in 0.5 ms
			/rides, , 0, 500000, GET /rides CLIENT_ABORT in 0.5 ms
			""")
	void tellsTheDuration(String route, String path, int status, long nanos, String message) {
		AccessLine line = new AccessLine("GET", route, nanos, "unknown", "CLIENT_ABORT", path, status, null, NONE);
		assertThat(log(line).getMessage()).isEqualTo(message);
	}

	private ILoggingEvent log(AccessLine line) {
		AccessEvent.log(this.logger, org.slf4j.event.Level.WARN, line);
		return this.appender.list.get(0);
	}

}
