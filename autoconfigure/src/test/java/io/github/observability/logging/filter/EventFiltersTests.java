package io.github.observability.logging.filter;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.spi.FilterReply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import org.springframework.beans.BeanUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventFilters}.
 */
class EventFiltersTests {

	@ParameterizedTest
	@ValueSource(classes = { IllegalStateException.class, NoClassDefFoundError.class, AssertionError.class,
			StackOverflowError.class })
	void aFilterThatFailsFailsNoCallOfALogger(Class<? extends Throwable> failure) {
		EventFilters filters = new EventFilters(List.of((logger, level, template, throwable) -> {
			throw EventFiltersTests.<RuntimeException>raised(BeanUtils.instantiateClass(failure));
		}));
		try {
			Logger logger = (Logger) LoggerFactory.getLogger(EventFiltersTests.class);
			assertThat(filters.decide(null, logger, Level.INFO, "Handling", null, null)).isEqualTo(FilterReply.NEUTRAL);
		}
		finally {
			filters.destroy();
		}
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> T raised(Throwable failure) throws T {
		throw (T) failure;
	}

}
