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

			`traceparent` and `tracestate` follow [W3C Trace Context Level 2](https://www.w3.org/TR/trace-context-2/). \
			OpenTelemetry's propagator breaks some of its rules, so the starter replaces Boot's `TextMapPropagator` with its \
			own. `management.tracing.propagation.*` still chooses the formats, including B3. A propagator of yours stays, and \
			`observability.context.enabled=false` keeps Boot's.

			Nothing that a caller sends can fail a request. A malformed `traceparent` starts a new trace, a malformed \
			`tracestate` counts as empty. At most 512 characters of `tracestate` are sent, always whole entries. The tests send \
			100,000 requests whose three headers are wrong in every way that a server lets through. Each gets a response, \
			every outgoing header is well-formed, and the last requests allocate no more than the first.

			OpenTelemetry reads `baggage` within the limits of its recommendation (64 members, 8,192 bytes). \
			[Context](context.md#baggage) describes which fields are accepted. Boot reads no B3 headers beside `baggage`; the \
			starter does.

			## Rules

			Each rule is tested on the wire, with Spring MVC and WebFlux, `RestClient` and `WebClient`.

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
