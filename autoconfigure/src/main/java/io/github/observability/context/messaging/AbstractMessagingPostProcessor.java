package io.github.observability.context.messaging;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * {@link BeanPostProcessor} that has templates, factories of listener containers and
 * containers observed. A bean that cannot be changed is named and left as it is.
 */
abstract class AbstractMessagingPostProcessor implements BeanPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(AbstractMessagingPostProcessor.class);

	@Override
	public final Object postProcessAfterInitialization(Object bean, String beanName) {
		if (supports(bean)) {
			try {
				observe(bean);
			}
			catch (RuntimeException ex) {
				logger.warn("Messages of '{}' do not propagate the trace", beanName, ex);
			}
		}
		return bean;
	}

	/**
	 * Whether a bean sends or receives messages of the broker.
	 * @param bean the bean
	 * @return whether it does
	 */
	abstract boolean supports(Object bean);

	/**
	 * Have a bean observed. A container may come from a factory that was observed before
	 * and then has everything already.
	 * @param bean a supported bean
	 */
	abstract void observe(Object bean);

}
