package io.github.observability.tracing.export;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.github.observability.HttpNames;
import io.github.observability.SemanticConvention;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Removes URL queries from exported spans, because they contain tokens and personal data.
 * It runs on the export thread.
 */
final class UrlQueryRedactor implements UnaryOperator<SpanData> {

	/** Attributes that contain a URL, or a part of one that a query may follow. */
	private static final Set<String> URLS = urls();

	private static final Set<String> QUERIES = Set.of("url.query", "http.query");

	private static final String REDACTED = "***";

	private static Set<String> urls() {
		Set<String> urls = new HashSet<>(Set.of("http.target"));
		for (SemanticConvention convention : SemanticConvention.values()) {
			for (HttpNames names : List.of(HttpNames.server(convention), HttpNames.client(convention))) {
				urls.add(names.url());
				urls.add(names.route());
			}
		}
		return Set.copyOf(urls);
	}

	@Override
	public SpanData apply(SpanData data) {
		Attributes attributes = data.getAttributes();
		Attributes cleaned = new Cleaning(attributes).rewrite();
		return (cleaned != attributes) ? new ReplacedSpanData(data, data.getName(), cleaned) : data;
	}

	private static String clean(String key, String text) {
		if (QUERIES.contains(key)) {
			return REDACTED;
		}
		boolean url = URLS.contains(key) || (text.contains("://") && text.indexOf(' ') < 0);
		int query = url ? text.indexOf('?') : -1;
		return (query >= 0) ? text.substring(0, query) : text;
	}

	/** Cleans texts. */
	private static final class Cleaning extends AttributeRewriting {

		Cleaning(Attributes attributes) {
			super(attributes);
		}

		@Override
		public void accept(AttributeKey<?> key, Object value) {
			if (value instanceof String text) {
				String clean = clean(key.getKey(), text);
				if (!clean.equals(text)) {
					put(key.getKey(), clean);
				}
			}
		}

	}

}
