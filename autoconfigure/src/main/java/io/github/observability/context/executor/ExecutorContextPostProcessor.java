package io.github.observability.context.executor;

import java.util.concurrent.Executor;

import io.github.observability.FrameworkField;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * {@link BeanPostProcessor} that has executors and schedulers propagate the context, and
 * so do executors inside of other beans. Executors of Spring get a decorator around the
 * user's, others a stand-in.
 */
final class ExecutorContextPostProcessor implements BeanPostProcessor, PriorityOrdered, BeanFactoryAware {

	private static final Logger logger = LoggerFactory.getLogger(ExecutorContextPostProcessor.class);

	private @Nullable ConfigurableListableBeanFactory beanFactory;

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		if (beanFactory instanceof ConfigurableListableBeanFactory listable) {
			this.beanFactory = listable;
		}
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (isExecutor(bean)) {
			try {
				SpringExecutors.decorate(bean);
			}
			catch (RuntimeException ex) {
				warn(bean, beanName, ex);
			}
		}
		return bean;
	}

	@Override
	public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
		try {
			if (bean instanceof ThreadPoolTaskExecutor pool) {
				SpringExecutors.leaveWhatOrdersTasks(pool, beanName);
			}
			if (bean instanceof SimpleApplicationEventMulticaster multicaster) {
				propagate(multicaster, beanName);
			}
			return isExecutor(bean) ? ContextPropagatingExecutors.of(bean, beanName, declared(bean, beanName)) : bean;
		}
		catch (RuntimeException | LinkageError ex) {
			warn(bean, beanName, ex);
			return bean;
		}
	}

	private static boolean isExecutor(Object bean) {
		return bean instanceof Executor || bean instanceof TaskScheduler;
	}

	private static void propagate(SimpleApplicationEventMulticaster multicaster, String beanName) {
		Executor executor = FrameworkField.MULTICASTER_EXECUTOR.read(multicaster, Executor.class);
		if (executor != null) {
			multicaster.setTaskExecutor(SpringExecutors.propagating(executor, "of bean " + beanName));
		}
	}

	/** The type that others can inject the bean by before it exists. */
	private Class<?> declared(Object bean, String beanName) {
		if (this.beanFactory != null && this.beanFactory.containsBeanDefinition(beanName)) {
			Class<?> declared = this.beanFactory.getMergedBeanDefinition(beanName).getResolvableType().resolve();
			if (declared != null && declared.isInstance(bean)) {
				return declared;
			}
			if (declared != null && FactoryBean.class.isAssignableFrom(declared)) {
				Class<?> made = this.beanFactory.getType(beanName, false);
				return (made != null && made.isInstance(bean)) ? made : bean.getClass();
			}
		}
		return bean.getClass();
	}

	private static void warn(Object bean, String beanName, Throwable ex) {
		logger.warn("Executor '{}' of {} does not propagate the context", beanName, bean.getClass().getName(), ex);
	}

}
