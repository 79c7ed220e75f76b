package io.github.observability;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * {@link Conditional @Conditional} that matches while every named switch is on. A switch
 * accepts what Boot's binder accepts ({@code true}, {@code yes}, {@code on}, {@code 1}
 * and their opposites, in any case); an empty value means that the switch is not set. Any
 * other value makes startup fail with a message that names the property and the value.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.TYPE, ElementType.METHOD })
@Conditional(OnFeatureCondition.class)
public @interface ConditionalOnFeature {

	/**
	 * Full keys of the switches, all of which must be on.
	 * @return the keys
	 */
	String[] value();

	/**
	 * Whether a switch that is not set counts as on.
	 * @return whether the feature is on by default
	 */
	boolean matchIfMissing() default true;

}
