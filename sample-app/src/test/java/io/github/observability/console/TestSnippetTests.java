package io.github.observability.console;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import io.github.observability.console.recording.RecordedSpan;
import io.github.observability.console.recording.TraceStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the console offers to copy into a test compiles there: the sample has both the
 * console and the assertions.
 */
class TestSnippetTests {

	private static final String TEST = """
			import io.github.observability.test.Traces;
			import static org.assertj.core.api.Assertions.assertThat;

			class Copied {

				void test(Traces traces) {
					%s
				}

			}
			""";

	@Test
	void compilesWhateverTheNamesAre() {
		TraceStore store = new TraceStore(10, Long.MAX_VALUE);
		store.add(span("a", null, "http get /orders/{id} \"quoted\" \\ \n next"));
		store.add(span("b", "a", "orders.place"));
		store.add(span("c", "b", "query"));
		String snippet = TestSnippet.of(store.find("t"));
		assertThat(snippet).contains("containsPath(\"http get /orders/{id} ", "\"orders.place\", \"query\")",
				"hasNoErrors()", "hasNoRepeatedQuery(3);");
		assertThat(complaints(TEST.formatted(snippet))).isEmpty();
	}

	private static RecordedSpan span(String id, String parent, String name) {
		return new RecordedSpan("t", id, parent, false, name, "INTERNAL", 1_000_000, 2_000_000, false, "", false,
				Map.of(), List.of(), List.of());
	}

	private static List<String> complaints(String source) {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
		compiler.getTask(null, null, diagnostics,
				List.of("-proc:none", "-classpath", System.getProperty("java.class.path"), "-d",
						System.getProperty("java.io.tmpdir")),
				null,
				List.of(new SimpleJavaFileObject(URI.create("string:///Copied.java"), JavaFileObject.Kind.SOURCE) {

					@Override
					public CharSequence getCharContent(boolean ignoreEncodingErrors) {
						return source;
					}

				}))
			.call();
		return diagnostics.getDiagnostics()
			.stream()
			.filter((diagnostic) -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
			.map((diagnostic) -> diagnostic.getMessage(Locale.ROOT))
			.toList();
	}

}
