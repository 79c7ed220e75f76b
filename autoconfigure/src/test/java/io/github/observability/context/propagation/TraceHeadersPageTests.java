package io.github.observability.context.propagation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Renders which rules of the recommendation plain Boot and the starter follow, and fails
 * where the committed page differs.
 */
class TraceHeadersPageTests {

	private static final Path FILE = Path.of("..", "docs", "trace-headers.md");

	private static final String INTRODUCTION = """
			<!-- Rendered by TraceHeadersPageTests. -->
			# Trace headers

			`traceparent` and `tracestate` follow the W3C recommendation [Trace Context Level \
			2](https://www.w3.org/TR/trace-context-2/). The SDK's propagator does not follow all of its rules, so the \
			starter replaces Boot's `TextMapPropagator`. `management.tracing.propagation.*` still selects the formats, \
			including B3. If you declare a propagator bean, the starter leaves it unchanged. With \
			`observability.context.enabled=false`, Boot's propagator applies.

			No header from a caller can make a request fail. A malformed `traceparent` starts a new trace, and a \
			malformed `tracestate` counts as empty. The starter sends at most 512 characters of `tracestate`, in whole \
			entries. The tests send 100,000 requests whose three headers are malformed in every way that a server \
			accepts. They verify that each request gets its response, that outgoing headers are well-formed, and that \
			the last requests allocate no more memory than the first.

			The SDK reads `baggage` within the limits of the W3C recommendation (64 members, 8,192 bytes). \
			[Context](context.md#baggage) describes which fields are accepted. Unlike Boot, the starter also reads the \
			B3 headers of a request that has a `baggage` header.

			## Rules

			The tests verify each rule with real requests, with Spring MVC and WebFlux as server and `RestClient` and \
			`WebClient` as client.

			| Section | Rule | SDK | Starter |
			| --- | --- | --- | --- |
			""";

	@Test
	void isUpToDate() throws IOException {
		assumeThat(Boolean.getBoolean("tests.forward")).as("a later SDK than that of Boot").isFalse();
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
