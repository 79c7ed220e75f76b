package io.github.observability.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.micrometer.tracing.test.autoconfigure.AutoConfigureTracing;

/**
 * Records the telemetry of an application under test: traces are all sampled and kept in
 * memory, nothing leaves the process. Stands beside {@code @SpringBootTest} or the
 * annotation of a slice. Test methods may then have parameters of the types
 * {@link Traces}, {@link Meters}, {@link Lines} and {@link Slos}, which hold what was
 * recorded since the method began.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
// Where it is present, Boot's tests neither export nor propagate without it.
@AutoConfigureTracing
@ImportAutoConfiguration
@ExtendWith(ObservabilityExtension.class)
public @interface ObservabilityTest {

	/**
	 * How long to wait for spans that have not ended, and for telemetry that is expected
	 * and not there.
	 * @return the duration, in the form that Boot's properties have
	 */
	String deadline() default "5s";

}
