package io.github.observability.logging.encoder;

import io.github.observability.logging.JsonLogFormatter;
import io.github.observability.logging.LogFormat;
import io.github.observability.logging.LoggingProperties;
import io.github.observability.logging.PlainTextLogFormatter;

import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Boot's {@link StructuredLogEncoder} with the starter's format by default. Any appender
 * of a Logback file of the application may have it: <pre>
 * &lt;encoder class="io.github.observability.logging.encoder.LogEncoder"/&gt;
 * </pre>
 */
public final class LogEncoder extends StructuredLogEncoder {

	private boolean formatted;

	/**
	 * Set the format.
	 * @param format the format, that of the settings if empty
	 */
	@Override
	public void setFormat(String format) {
		if (StringUtils.hasText(format)) {
			super.setFormat(format);
			this.formatted = true;
		}
	}

	@Override
	public void start() {
		Environment environment = LogbackEnvironment.of(getContext());
		// Logback reads logback.xml by itself before there is an environment.
		getContext().putObject(Environment.class.getName(), environment);
		if (!this.formatted) {
			boolean text = LoggingProperties.get(environment).format() == LogFormat.TEXT;
			super.setFormat((text ? PlainTextLogFormatter.class : JsonLogFormatter.class).getName());
		}
		super.start();
	}

}
