package io.github.observability.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The part of a committed page that a test renders, between two marks.
 *
 * @param page the page
 * @param begin the mark in front of the part
 * @param end the mark behind it
 */
public record RenderedPart(Path page, String begin, String end) {

	/**
	 * Return the page as it is committed.
	 * @return its text
	 */
	public String read() {
		try {
			return Files.readString(this.page);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Fail where the page has another text, or write it if {@code docs.write} is set.
	 * @param rendered the text
	 * @param test the test that renders it
	 */
	public void assertIsUpToDate(String rendered, Class<?> test) {
		try {
			String committed = read();
			int from = committed.indexOf(this.begin) + this.begin.length();
			int to = committed.indexOf(this.end);
			assertThat(committed).contains(this.begin, this.end);
			String updated = committed.substring(0, from) + rendered + committed.substring(to);
			if (Boolean.getBoolean("docs.write")) {
				Files.writeString(this.page, updated);
				return;
			}
			assertThat(committed)
				.as("rewrite it with: mvn test -pl autoconfigure -Dtest=%s -Ddocs.write=true", test.getSimpleName())
				.isEqualTo(updated);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
