package io.github.observability.logging.encoder;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.observability.logging.LogFormat;
import io.github.observability.logging.LogLineReader;
import io.github.observability.logging.StandardField;
import net.logstash.logback.composite.AbstractJsonProvider;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;

/**
 * {@code JsonProvider} of logstash-logback-encoder that writes the fields of the service,
 * and on request the ids of the trace and the request, under the names of the starter's
 * {@code logstash} format. A Logback file of the application names it: <pre>
 * &lt;provider class="io.github.observability.logging.encoder.LogstashServiceProvider"/&gt;
 * </pre>
 */
public final class LogstashServiceProvider extends AbstractJsonProvider<ILoggingEvent> {

	private static final Set<StandardField> SERVICE = EnumSet.of(StandardField.SERVICE_NAME,
			StandardField.SERVICE_VERSION, StandardField.SERVICE_ENVIRONMENT, StandardField.SERVICE_NODE);

	private static final Set<StandardField> IDS = EnumSet.of(StandardField.TRACE_ID, StandardField.SPAN_ID,
			StandardField.REQUEST_ID, StandardField.USER_ID);

	private final Map<String, SerializedString> service = new LinkedHashMap<>();

	private boolean ids;

	/**
	 * Set whether the ids are written. An encoder that writes the MDC has them already.
	 * @param ids whether they are
	 */
	public void setIds(boolean ids) {
		this.ids = ids;
	}

	@Override
	public void start() {
		this.service.clear();
		LogLineReader.constants(LogFormat.LOGSTASH, LogbackEnvironment.of(getContext())).forEach((field, value) -> {
			if (SERVICE.contains(field)) {
				this.service.put(field.nameIn(LogFormat.LOGSTASH), (SerializedString) value);
			}
		});
		super.start();
	}

	@Override
	public void writeTo(JsonGenerator generator, ILoggingEvent event) {
		this.service.forEach((name, value) -> {
			generator.writeName(name);
			generator.writeString(value);
		});
		if (this.ids) {
			event.getMDCPropertyMap().forEach((key, value) -> {
				StandardField field = StandardField.ofKey(key);
				if (field != null && IDS.contains(field)) {
					generator.writeStringProperty(field.nameIn(LogFormat.LOGSTASH), value);
				}
			});
		}
	}

}
