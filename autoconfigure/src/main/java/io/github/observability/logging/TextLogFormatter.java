package io.github.observability.logging;

import org.springframework.core.env.Environment;

/**
 * Writes lines of text for people, colored where the console is a terminal.
 */
public final class TextLogFormatter extends AbstractTextLogFormatter {

	TextLogFormatter(Environment environment) {
		super(environment, true);
	}

}
