package io.github.observability.golden;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Content types of streamed responses.
 */
final class StreamContentTypes {

	private static final List<String> KNOWN = List.of("text/event-stream", "application/x-ndjson",
			"multipart/x-mixed-replace");

	private final String[] types;

	/**
	 * Create the content types.
	 * @param further content types in addition to the known ones
	 */
	StreamContentTypes(List<String> further) {
		this.types = Stream.concat(KNOWN.stream(), further.stream()).toArray(String[]::new);
	}

	/**
	 * Whether a content type is one of these, whatever its parameters.
	 */
	boolean contain(@Nullable String contentType) {
		if (contentType == null) {
			return false;
		}
		for (String type : this.types) {
			if (contentType.regionMatches(true, 0, type, 0, type.length()) && endsAt(contentType, type.length())) {
				return true;
			}
		}
		return false;
	}

	private static boolean endsAt(String contentType, int index) {
		return contentType.length() == index || contentType.charAt(index) == ';' || contentType.charAt(index) == ' ';
	}

}
