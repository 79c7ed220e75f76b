package io.github.observability.logging.delivery;

import java.util.List;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.github.observability.logging.filter.EventFilter;
import io.github.observability.logging.filter.EventFilterAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LoggingContextListeners} and {@link LoggingContextRestorer}.
 */
class LoggingContextListenersTests {

	@Test
	void comeBackWhenAnotherApplicationConfiguresLogback() {
		try (ConfigurableApplicationContext running = start()) {
			start().close();
			// The logging system is clean now, so the next application configures it.
			try (ConfigurableApplicationContext other = start()) {
				assertThat(filters()).contains(filter(running), filter(other));
			}
			assertThat(filters()).contains(filter(running));
			LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
			assertThat(logback.getCopyOfListenerList()).filteredOn(filter(running)::equals).hasSize(1);
		}
		assertThat(filters()).noneMatch((filter) -> filter.getClass().getSimpleName().equals("EventFilters"));
	}

	private static ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(Filtering.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off")
			.run();
	}

	private static TurboFilter filter(ConfigurableApplicationContext application) {
		return application.getBean(TurboFilter.class);
	}

	private static List<TurboFilter> filters() {
		return List.copyOf(((LoggerContext) LoggerFactory.getILoggerFactory()).getTurboFilterList());
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(EventFilterAutoConfiguration.class)
	static class Filtering {

		@Bean
		EventFilter eventFilter() {
			return (logger, level, template, throwable) -> FilterReply.NEUTRAL;
		}

	}

}
