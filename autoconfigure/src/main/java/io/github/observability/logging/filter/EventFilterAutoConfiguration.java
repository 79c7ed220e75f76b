package io.github.observability.logging.filter;

import ch.qos.logback.classic.LoggerContext;
import io.github.observability.ConditionalOnFeature;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for filters of log events. Without a
 * filter, Logback asks nobody.
 */
@AutoConfiguration(afterName = { "io.github.observability.cost.shedding.LoadSheddingAutoConfiguration",
		"io.github.observability.logging.flood.FloodAutoConfiguration",
		"io.github.observability.logging.level.LogLevelAutoConfiguration" })
@ConditionalOnClass(LoggerContext.class)
@ConditionalOnFeature("observability.logging.enabled")
@ConditionalOnBean(EventFilter.class)
public final class EventFilterAutoConfiguration {

	EventFilterAutoConfiguration() {
	}

	@Bean
	@Lazy(false)
	EventFilters eventFilters(ObjectProvider<EventFilter> filters) {
		return new EventFilters(filters.orderedStream().toList());
	}

}
