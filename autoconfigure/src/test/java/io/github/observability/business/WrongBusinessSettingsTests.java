package io.github.observability.business;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What a user sees of a wrong setting: a sentence with key, value and fix, and no stack
 * trace.
 */
@ExtendWith(OutputCaptureExtension.class)
class WrongBusinessSettingsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					meters.rides.tags.city=oslo,oslo                      | 'observability.business.meters.rides.tags.city' must list each value once, but was oslo, oslo
					meters.rides.tags.email=                              | 'observability.business.meters.rides.tags.email' is refused
					meters.rides.name=Rides Requested                     | Name 'Rides Requested' of a business meter must be lowercase words separated by dots, such as 'rides.requested'
					meters.x.name=orders.created                          | 'observability.business.meters.x.name' is 'orders.created': Business meter 'orders.created' would be 'orders_total' in Prometheus
					meters.a.name=x.y;meters.b.name=x_y                   | rename one of them
					outliers.cities.tag=city                              | 'observability.business.outliers.cities.events' must be set to a name, but was not set
					outliers.cities.min-volume=none                       | observability.business.outliers.cities.min-volume
					outliers.c.events=a;outliers.c.failures=b;outliers.c.tag=c;outliers.c.min-volume=0 | 'observability.business.outliers.c.min-volume' must be at least 1, but was 0
					outliers.c.events=a;outliers.c.failures=b;outliers.c.tag=c;outliers.c.window=1s | 'observability.business.outliers.c.window' must not be shorter than 'observability.business.outlier-interval' (PT1M), but was PT1S
					scores.s.combine=median                               | observability.business.scores.s.combine
					scores.s.combine=minimum                              | 'observability.business.scores.s.components' must contain at least one component
					scores.s.components.a.meter=m;scores.s.components.a.good=1 | 'observability.business.scores.s.components.a.bad' must be set to a number, but was not set
					scores.s.components.a.meter=m;scores.s.components.a.good=NaN;scores.s.components.a.bad=1 | 'observability.business.scores.s.components.a.good' must be set to a number, but was NaN
					""")
	void areNamedInOneSentence(String settings, String sentence, CapturedOutput output) {
		SpringApplication application = new SpringApplication(Metrics.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		String[] arguments = settings.split(";");
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = "--observability.business." + arguments[i].strip();
		}
		assertThat(catchThrowable(() -> application.run(arguments))).isNotNull();
		String description = output.toString();
		assertThat(description.substring(description.indexOf("APPLICATION FAILED TO START"))).contains(sentence)
			.doesNotContain("\tat ");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(BusinessMetricsAutoConfiguration.class)
	static class Metrics {

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

	}

}
