package io.github.observability.tracing.export;

import java.util.Set;
import java.util.function.UnaryOperator;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Removes URL queries from exported spans, because they contain tokens and personal data.
 * It runs on the export thread.
 */
final class UrlQueryRedactor implements UnaryOperator<SpanData> {

	/** Attributes that contain a URL, or a part of one that a query may follow. */
	private static final Set<String> URLS = Set.of("http.url", "http.target", "url.full", "url.path", "uri",
			"http.route");

	private static final Set<String> QUERIES = Set.of("url.query", "http.query");

	private static final String REDACTED = "***";

	@Override
	public SpanData apply(SpanData data) {
		Attributes attributes = data.getAttributes();
		AttributesBuilder cleaned = Attributes.builder();
		attributes.forEach((key, value) -> {
			if (value instanceof String text) {
				String clean = clean(key.getKey(), text);
				if (!clean.equals(text)) {
					cleaned.put(key.getKey(), clean);
				}
			}
		});
		Attributes changes = cleaned.build();
		return changes.isEmpty() ? data
				: new ReplacedSpanData(data, data.getName(), attributes.toBuilder().putAll(changes).build());
	}

	private static String clean(String key, String text) {
		if (QUERIES.contains(key)) {
			return REDACTED;
		}
		boolean url = URLS.contains(key) || (text.contains("://") && text.indexOf(' ') < 0);
		int query = url ? text.indexOf('?') : -1;
		return (query >= 0) ? text.substring(0, query) : text;
	}

}
