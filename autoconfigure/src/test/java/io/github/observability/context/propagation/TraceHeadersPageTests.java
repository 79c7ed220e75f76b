package io.github.observability.context.propagation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Renders which rules of the recommendation plain Boot and the starter keep, and fails
 * where the committed page differs.
 */
class TraceHeadersPageTests {

	private static final Path FILE = Path.of("..", "docs", "trace-headers.md");

	private static final String INTRODUCTION = """
			<!-- Rendered by TraceHeadersPageTests. -->
			# Trace headers

			`traceparent` and `tracestate` follow the recommendation [Trace Context Level \
			2](https://www.w3.org/TR/trace-context-2/). The propagator of the SDK does not keep all of its rules; the \
			starter puts its own in the place of Boot's `TextMapPropagator`. `management.tracing.propagation.*` chooses the \
			formats as before, B3 included. A propagator of yours is left alone, and `observability.context.enabled=false` \
			leaves Boot's.

			Nothing that a caller sends fails a request. A malformed `traceparent` means a new trace, a malformed \
			`tracestate` an empty one. At most 512 characters of `tracestate` are sent on, in whole entries. The tests send \
			100,000 requests whose three headers are wrong in all ways that a server lets through: each is answered, what \
			is sent on is well-formed, and the last allocate no more than the first.

			`baggage` is read by the SDK, within the limits of its recommendation (64 members, 8,192 bytes); what is taken \
			of it is told in [context.md](context.md#baggage). Boot reads no B3 headers beside `baggage`; the starter does.

			## Rules

			Each of them is tested on the wire, through MVC and WebFlux, with RestClient and WebClient.

			| Section | Rule | SDK | Starter |
			| --- | --- | --- | --- |
			""";

	@Test
	void isUpToDate() throws IOException {
		String rendered = render();
		if (Boolean.getBoolean("docs.write")) {
			Files.writeString(FILE, rendered);
		}
		assertThat(Files.readString(FILE))
			.as("rewrite it with: mvn test -pl autoconfigure -Dtest=TraceHeadersPageTests -Ddocs.write=true")
			.isEqualTo(rendered);
	}

	private static String render() {
		StringBuilder page = new StringBuilder(INTRODUCTION);
		for (TraceHeaderCase headers : TraceHeaderCase.all()) {
			page.append("| %s | %s | %s | %s |%n".formatted(headers.section(), headers.description(),
					kept(headers, W3CTraceContextPropagator.getInstance()),
					kept(headers, new W3cTraceContextPropagator())));
		}
		return page.toString();
	}

	private static String kept(TraceHeaderCase headers, TextMapPropagator propagator) {
		return TraceHeaderResult.of(headers, propagator).isRight(headers) ? "yes" : "no";
	}

}
