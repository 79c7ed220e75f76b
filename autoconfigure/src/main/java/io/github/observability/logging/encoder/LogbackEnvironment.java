package io.github.observability.logging.encoder;

import ch.qos.logback.core.Context;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

/**
 * The environment that Boot leaves in the context of Logback.
 */
final class LogbackEnvironment {

	private LogbackEnvironment() {
	}

	/**
	 * Returns another one without settings before Boot has started the logging system.
	 */
	static Environment of(@Nullable Context context) {
		Object environment = (context != null) ? context.getObject(Environment.class.getName()) : null;
		return (environment instanceof Environment present) ? present : new StandardEnvironment();
	}

}
