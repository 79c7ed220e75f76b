package io.github.observability.console;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.observability.console.recording.RecordedLine;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which lines a query of the console finds.
 */
class LineFilterTests {

	private static final List<RecordedLine> LINES = Stream
		.of("Took 17 ms for ride 4", "Took 2.5s for ride r-12", "Took 17 ms for fare 4", "Nothing took <*> long")
		.map((message) -> new RecordedLine(1, 0, "INFO", "org.example.Rides", "main", message, message, null, null,
				Map.of(), null))
		.toList();

	@Test
	void findsLinesOfAPattern() {
		assertThat(found(Map.of("q", "Took <*> for ride <*>"))).containsExactly("Took 17 ms for ride 4",
				"Took 2.5s for ride r-12");
	}

	@Test
	void findsLinesByTheirTextWithoutAPlaceholder() {
		assertThat(found(Map.of("q", "17 ms"))).containsExactly("Took 17 ms for ride 4", "Took 17 ms for fare 4");
		assertThat(found(Map.of())).hasSize(4);
		assertThat(found(Map.of("level", "WARN"))).isEmpty();
	}

	private static List<String> found(Map<String, String> parameters) {
		return LINES.stream().filter(ConsoleApi.lineFilter(parameters)).map(RecordedLine::message).toList();
	}

}
