package io.github.observability.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Libraries that an application uses. {@link RunningApplication} leaves the others
 * unconfigured: to configure all of them takes a quarter of a start.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Uses {

	/**
	 * The libraries.
	 * @return the libraries
	 */
	Library[] value();

}
