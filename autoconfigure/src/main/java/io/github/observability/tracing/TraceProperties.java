package io.github.observability.tracing;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for traces, beside those of Boot.
 *
 * @param enabled Whether the traces of Boot are corrected and extended.
 * @param responseHeader Response header that carries the trace id, none if not set.
 * @param problemProperty Property of a problem detail that carries the trace id, none if
 * not set.
 */
@ConfigurationProperties("observability.tracing")
record TraceProperties(@DefaultValue("true") boolean enabled, @Nullable String responseHeader,
		@Nullable String problemProperty) {

	/**
	 * What else than letters and digits a name of a header may have (RFC 9110, 5.6.2).
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
