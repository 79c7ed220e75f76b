package io.github.observability.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Tests that run where the system property {@code tests.full} is {@code true} and are
 * skipped otherwise: those that show what an application does without the starter, the
 * rest of a large matrix whose sample always runs, and drills that take a quarter of a
 * minute for what short tests check piece by piece.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@EnabledIfSystemProperty(named = "tests.full", matches = "true",
		disabledReason = "runs with -Pfull or -Dtests.full=true")
public @interface FullRunOnly {

}
