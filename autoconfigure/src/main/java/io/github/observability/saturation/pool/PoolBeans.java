package io.github.observability.saturation.pool;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

import javax.sql.DataSource;

import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Collects executors and data sources as they are created, before others wrap them. None
 * is created early to be read, and a bean that replaces another of its name does so here.
 */
final class PoolBeans implements DestructionAwareBeanPostProcessor, PriorityOrdered {

	/**
	 * Bounds beans that are created again and again under generated names.
	 */
	private static final int MAX_BEANS = 1000;

	private final Map<String, Object> beans = new ConcurrentHashMap<>();

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if ((bean instanceof Executor || bean instanceof DataSource)
				&& (this.beans.size() < MAX_BEANS || this.beans.containsKey(beanName))) {
			this.beans.put(beanName, bean);
		}
		return bean;
	}

	@Override
	public boolean requiresDestruction(Object bean) {
		return bean instanceof Executor || bean instanceof DataSource;
	}

	@Override
	public void postProcessBeforeDestruction(Object bean, String beanName) {
		this.beans.remove(beanName);
	}

	/**
	 * Whether an object is one of the noted beans.
	 * @param candidate the object
	 * @return whether it is a bean
	 */
	boolean contains(Object candidate) {
		return this.beans.values().stream().anyMatch((bean) -> bean == candidate);
	}

	<T> void forEach(Class<T> type, BiConsumer<String, T> action) {
		this.beans.forEach((name, bean) -> {
			if (type.isInstance(bean)) {
				action.accept(name, type.cast(bean));
			}
		});
	}

}
