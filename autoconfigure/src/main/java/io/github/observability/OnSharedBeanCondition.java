package io.github.observability;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * {@link SpringBootCondition} behind {@link ConditionalOnSharedBean}.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
final class OnSharedBeanCondition extends SpringBootCondition implements ConfigurationCondition {

	/** Types of which a factory has a definition. Definitions are not taken back. */
	private static final Map<BeanFactory, Set<String>> FOUND = Collections.synchronizedMap(new WeakHashMap<>());

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		String type = metadata.getAnnotations().get(ConditionalOnSharedBean.class).getString("value");
		ConfigurableListableBeanFactory factory = context.getBeanFactory();
		Assert.state(factory != null, "A bean factory is needed");
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnSharedBean.class);
		Set<String> found = FOUND.computeIfAbsent(factory, (key) -> ConcurrentHashMap.newKeySet());
		if (found.contains(type) || isDefined(factory, type, context.getClassLoader())) {
			found.add(type);
			return ConditionOutcome.match(message.because("there is a bean of type " + type));
		}
		return ConditionOutcome.noMatch(message.because("there is no bean of type " + type));
	}

	private static boolean isDefined(ConfigurableListableBeanFactory factory, String type,
			@Nullable ClassLoader classLoader) {
		Class<?> resolved = ClassUtils.resolveClassName(type, classLoader);
		return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(factory, resolved, true, false).length > 0;
	}

}
