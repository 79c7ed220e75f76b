package io.github.observability.tracing;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for tracing, in addition to Boot's.
 *
 * @param enabled Whether Boot's tracing is extended.
 * @param responseHeader Response header with the trace id; if not set, there is none.
 * @param problemProperty Property of problem details with the trace id; if not set, there
 * is none.
 */
@ConfigurationProperties("observability.tracing")
record TraceProperties(@DefaultValue("true") boolean enabled, @Nullable String responseHeader,
		@Nullable String problemProperty) {

	/**
	 * Characters other than letters and digits that a header name may contain (RFC 9110,
	 * section 5.6.2).
	 */
	private static final String TOKEN = "!#$%&'*+-.^_`|~";

	TraceProperties {
		if (responseHeader != null && !isToken(responseHeader)) {
			throw new IllegalArgumentException("'observability.tracing.response-header' must be the name of a header, "
					+ "such as 'X-Trace-Id', but was '" + responseHeader + "'");
		}
		if (problemProperty != null && problemProperty.isBlank()) {
			throw new IllegalArgumentException(
					"'observability.tracing.problem-property' must be the name of a property, "
							+ "such as 'traceId', but was blank; leave it out to have none");
		}
	}

	private static boolean isToken(String name) {
		return !name.isEmpty() && name.chars()
			.allMatch((each) -> (each >= '0' && each <= '9') || (each >= 'a' && each <= 'z')
					|| (each >= 'A' && each <= 'Z') || TOKEN.indexOf(each) >= 0);
	}

}
