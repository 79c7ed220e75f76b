package io.github.observability.saturation.pool;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

import javax.sql.DataSource;

import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
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
		String name = name(beanName);
		if (isPool(bean) && (this.beans.size() < MAX_BEANS || this.beans.containsKey(name))) {
			this.beans.put(name, bean);
		}
		return bean;
	}

	/**
	 * Collects what a {@code FactoryBean} creates, which Spring does not initialize. A
	 * proxy of a scope would create its target to be read.
	 */
	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (isPool(bean) && !(bean instanceof ScopedObject) && this.beans.size() < MAX_BEANS) {
			this.beans.putIfAbsent(name(beanName), bean);
		}
		return bean;
	}

	@Override
	public boolean requiresDestruction(Object bean) {
		return isPool(bean);
	}

	@Override
	public void postProcessBeforeDestruction(Object bean, String beanName) {
		this.beans.remove(name(beanName));
	}

	private static boolean isPool(Object bean) {
		return bean instanceof Executor || bean instanceof DataSource;
	}

	/** The name by which the application knows a bean, which a proxy has. */
	private static String name(String beanName) {
		return ScopedProxyUtils.isScopedTarget(beanName) ? ScopedProxyUtils.getOriginalBeanName(beanName) : beanName;
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
