package io.github.observability.saturation.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import io.github.observability.saturation.SaturationReadings;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's files below a root, which is {@code /} but in tests. Not thread-safe.
 */
final class KernelFiles {

	/** More than any file that is read here has. */
	private static final int MAX_BYTES = 64 * 1024;

	/** Stands for a number that is not there or makes no sense. */
	static final long NO_NUMBER = -1;

	private final Path root;

	private final byte[] buffer = new byte[MAX_BYTES];

	/**
	 * Cached, because resolving a path costs more than reading the file; those of threads
	 * are not.
	 */
	private final Map<String, Path> paths = new HashMap<>();

	KernelFiles(Path root) {
		this.root = root;
	}

	Path path(String path) {
		return this.root.resolve(path.substring(1));
	}

	/**
	 * Read a file.
	 * @param path its absolute path
	 * @param readings are told if the file is there and cannot be read
	 * @return what it holds, or {@code null} if it is not there or cannot be read
	 */
	@Nullable String read(String path, SaturationReadings readings) {
		if (this.paths.size() > 1000) {
			// Of cgroups that the process has left.
			this.paths.clear();
		}
		return read(this.paths.computeIfAbsent(path, this::path), path, readings);
	}

	@Nullable String read(Path file, String path, SaturationReadings readings) {
		try (InputStream stream = Files.newInputStream(file)) {
			int length = stream.readNBytes(this.buffer, 0, this.buffer.length);
			return new String(this.buffer, 0, length, StandardCharsets.ISO_8859_1);
		}
		catch (NoSuchFileException | NotDirectoryException ex) {
			return null;
		}
		catch (IOException ex) {
			readings.unreadable(path, ex);
			return null;
		}
	}

	/**
	 * Read a number of nothing but digits.
	 * @param text the text, which may have white space around the number
	 * @return the number, or {@link #NO_NUMBER} if it is none, is negative or does not
	 * fit
	 */
	static long number(CharSequence text) {
		int begin = 0;
		int end = text.length();
		while (begin < end && text.charAt(begin) <= ' ') {
			begin++;
		}
		while (end > begin && text.charAt(end - 1) <= ' ') {
			end--;
		}
		return number(text, begin, end);
	}

	private static long number(CharSequence text, int begin, int end) {
		if (begin == end) {
			return NO_NUMBER;
		}
		long number = 0;
		for (int i = begin; i < end; i++) {
			int digit = text.charAt(i) - '0';
			if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
				return NO_NUMBER;
			}
			number = number * 10 + digit;
		}
		return number;
	}

	/**
	 * Read the number that follows a key in a text of lines with a key and a number each.
	 * @param text the text
	 * @param key the key
	 * @return the number, or {@link #NO_NUMBER} if it is not there or makes no sense
	 */
	static long field(String text, String key) {
		int begin = 0;
		while (begin < text.length()) {
			int end = text.indexOf('\n', begin);
			int lineEnd = (end < 0) ? text.length() : end;
			int number = begin + key.length() + 1;
			if (number <= lineEnd && text.startsWith(key, begin) && text.charAt(number - 1) == ' ') {
				return number(text.substring(number, lineEnd));
			}
			begin = lineEnd + 1;
		}
		return NO_NUMBER;
	}

}
