package io.github.observability.logging.encoder;

import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.spi.LifeCycle;
import io.github.observability.logging.LoggingProperties;
import io.github.observability.logging.masking.Masking;
import net.logstash.logback.decorate.JsonGeneratorDecorator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import org.springframework.core.env.Environment;

/**
 * {@link JsonGeneratorDecorator} that masks what an encoder of logstash-logback-encoder
 * writes. A Logback file of the application names it: <pre>
 * &lt;encoder class="net.logstash.logback.encoder.LogstashEncoder"&gt;
 *   &lt;decorator class="io.github.observability.logging.encoder.LogstashMaskingDecorator"/&gt;
 * &lt;/encoder&gt;
 * </pre>
 */
public final class LogstashMaskingDecorator extends ContextAwareBase implements JsonGeneratorDecorator, LifeCycle {

	private volatile @Nullable Masking masking;

	@Override
	public void start() {
		Environment environment = LogbackEnvironment.of(getContext());
		this.masking = Masking.create(environment, LoggingProperties.get(environment).maxLineBytes());
	}

	@Override
	public void stop() {
		this.masking = null;
	}

	@Override
	public boolean isStarted() {
		return this.masking != null;
	}

	@Override
	public JsonGenerator decorate(JsonGenerator generator) {
		Masking masking = this.masking;
		if (masking == null) {
			start();
			masking = this.masking;
		}
		return (masking != null && masking.isEnabled()) ? new MaskingGenerator(generator, masking) : generator;
	}

}
