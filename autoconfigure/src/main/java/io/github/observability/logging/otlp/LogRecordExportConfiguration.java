package io.github.observability.logging.otlp;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Applies each {@link LogRecordExporterDecorator}. Imported where one is declared.
 */
@Configuration(proxyBeanMethods = false)
public class LogRecordExportConfiguration {

	LogRecordExportConfiguration() {
	}

	@Bean
	static LogRecordExporterPostProcessor logRecordExporterPostProcessor(ListableBeanFactory beans) {
		return new LogRecordExporterPostProcessor(beans);
	}

}
