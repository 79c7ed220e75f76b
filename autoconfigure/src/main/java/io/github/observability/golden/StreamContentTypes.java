package io.github.observability.golden;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Content types of answers that are streams.
 */
final class StreamContentTypes {

	private static final List<String> KNOWN = List.of("text/event-stream", "application/x-ndjson",
			"multipart/x-mixed-replace");

	private final String[] types;

	/**
	 * Create content types.
	 * @param further which there are besides those that are always streams
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
