package io.github.observability.saturation.kernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class KernelFilesTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			0, 0
			' 42 ', 42
			9223372036854775807, 9223372036854775807
			9223372036854775808, -1
			18446744073709551615, -1
			-1, -1
			+1, -1
			1.5, -1
			max, -1
			'', -1
			'1 2', -1
			""")
	void readsNothingButDigits(String text, long number) {
		assertThat(KernelFiles.number(text)).isEqualTo(number);
	}

	@Test
	void findsAFieldByItsWholeKeyAtTheBeginOfALine() {
		String text = "nr_throttled 3\nthrottled_usec 7\ncore.throttled_usec 9\nempty\nlast 5";
		assertThat(KernelFiles.field(text, "throttled_usec")).isEqualTo(7);
		assertThat(KernelFiles.field(text, "throttled")).isEqualTo(-1);
		assertThat(KernelFiles.field(text, "empty")).isEqualTo(-1);
		assertThat(KernelFiles.field(text, "last")).isEqualTo(5);
		assertThat(KernelFiles.field("", "last")).isEqualTo(-1);
	}

}
