package io.github.observability;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Conditional;

/**
 * {@link Conditional @Conditional} that matches if there is a bean of a type, as
 * {@link ConditionalOnBean @ConditionalOnBean} does. It is for beans that many
 * auto-configurations need: each {@code @ConditionalOnBean} goes through all bean
 * definitions, this condition does so until it has found one.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Conditional(OnSharedBeanCondition.class)
public @interface ConditionalOnSharedBean {

	/**
	 * The type of the bean. Its class must be present.
	 * @return the type
	 */
	Class<?> value();

}
