package io.github.observability.logging;

import org.springframework.core.env.Environment;

/**
 * Writes lines of text for people without colors, as a file needs them.
 */
public final class PlainTextLogFormatter extends AbstractTextLogFormatter {

	PlainTextLogFormatter(Environment environment) {
		super(environment, false);
	}

}
