package io.github.observability.context.client;

import java.util.List;

import feign.Feign;
import feign.micrometer.MicrometerObservationCapability;
import io.github.observability.FrameworkField;
import io.micrometer.observation.ObservationRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * {@link BeanPostProcessor} that gives each {@link Feign.Builder} Feign's own capability
 * for observations, unless it has it.
 */
final class FeignPostProcessor implements BeanPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(FeignPostProcessor.class);

	private final ObjectProvider<ObservationRegistry> registry;

	FeignPostProcessor(ObjectProvider<ObservationRegistry> registry) {
		this.registry = registry;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof Feign.Builder builder) {
			try {
				ObservationRegistry observations = this.registry.getIfAvailable();
				if (observations != null && isUnobserved(builder)) {
					builder.addCapability(new MicrometerObservationCapability(observations));
				}
			}
			catch (RuntimeException ex) {
				logger.warn("Requests of HTTP client '{}' do not propagate the trace", beanName, ex);
			}
		}
		return bean;
	}

	private static boolean isUnobserved(Feign.Builder builder) {
		List<?> capabilities = FrameworkField.FEIGN_CAPABILITIES.read(builder, List.class);
		return capabilities == null
				|| capabilities.stream().noneMatch(MicrometerObservationCapability.class::isInstance);
	}

}
