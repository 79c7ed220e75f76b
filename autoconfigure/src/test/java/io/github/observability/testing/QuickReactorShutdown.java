package io.github.observability.testing;

import java.time.Duration;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.util.ClassUtils;

/**
 * Lets an application stop without the two seconds of quiet that Reactor Netty waits for.
 * A little of it must stay: without any, the event loops end before the connections of a
 * pool are closed on them, and the stop waits forever.
 */
final class QuickReactorShutdown implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		ClassLoader classes = context.getClassLoader();
		if (ClassUtils.isPresent("reactor.netty.resources.LoopResources", classes)
				&& ClassUtils.isPresent("org.springframework.http.client.ReactorResourceFactory", classes)) {
			context.getBeanFactory().addBeanPostProcessor(new ShortQuiet());
		}
	}

	private static final class ShortQuiet implements BeanPostProcessor {

		@Override
		public Object postProcessBeforeInitialization(Object bean, String beanName) {
			if (bean instanceof ReactorResourceFactory factory) {
				factory.setShutdownQuietPeriod(Duration.ofMillis(100));
			}
			return bean;
		}

	}

}
