package io.github.observability.testing;

import java.util.List;

import org.springframework.boot.test.system.CapturedOutput;

/**
 * Lines that a test wrote. A line in JSON holds words of its message more than once: an
 * application that ran before in the same virtual machine leaves its format behind.
 */
public final class OutputLines {

	private OutputLines() {
	}

	/**
	 * Return the lines with a text.
	 * @param output the output
	 * @param text the text
	 * @return the lines, each of them once
	 */
	public static List<String> with(CapturedOutput output, String text) {
		return output.getAll().lines().filter((line) -> line.contains(text)).toList();
	}

}
