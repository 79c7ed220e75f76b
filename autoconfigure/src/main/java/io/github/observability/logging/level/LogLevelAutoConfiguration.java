package io.github.observability.logging.level;

import java.time.Clock;

import ch.qos.logback.classic.LoggerContext;
import io.github.observability.ConditionalOnFeature;
import io.micrometer.context.ContextRegistry;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import reactor.core.publisher.Mono;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.web.reactive.DispatcherHandler;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for log levels of single requests.
 * There is none of it unless a secret for tokens is set or the endpoint for rules is
 * available.
 */
@AutoConfiguration
@ConditionalOnClass(LoggerContext.class)
@ConditionalOnFeature("observability.logging.enabled")
public final class LogLevelAutoConfiguration {

	LogLevelAutoConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	@Conditional(OnLevelTokenSecretCondition.class)
	@EnableConfigurationProperties(LevelTokenProperties.class)
	static class TokenConfiguration {

		@Bean
		LevelTokens levelTokens(LevelTokenProperties properties) {
			return new LevelTokens(properties, Clock.systemUTC());
		}

		@Bean
		LevelFilter tokenLevelFilter() {
			return new LevelFilter(null);
		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(ContextRegistry.class)
		static class PropagationConfiguration {

			/**
			 * The accessor stays registered: without raised levels it does nothing, and
			 * another application in the JVM may need it.
			 */
			@Bean
			@Lazy(false)
			RaisedLevelsAccessor raisedLevelsAccessor() {
				RaisedLevelsAccessor accessor = new RaisedLevelsAccessor();
				ContextRegistry.getInstance().registerThreadLocalAccessor(accessor);
				return accessor;
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
		@ConditionalOnClass({ Filter.class, FilterRegistrationBean.class })
		static class ServletConfiguration {

			@Bean
			FilterRegistrationBean<ServletLevelTokenFilter> levelTokenFilter(LevelTokens levelTokens) {
				FilterRegistrationBean<ServletLevelTokenFilter> registration = new FilterRegistrationBean<>(
						new ServletLevelTokenFilter(levelTokens));
				registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
				registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
				registration.setAsyncSupported(true);
				return registration;
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
		@ConditionalOnClass({ DispatcherHandler.class, Mono.class, ContextRegistry.class })
		static class ReactiveConfiguration {

			@Bean
			ReactiveLevelTokenDecorator levelTokenDecorator(LevelTokens levelTokens) {
				return new ReactiveLevelTokenDecorator(levelTokens);
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(MeterRegistry.class)
		static class MeterConfiguration {

			@Bean
			MeterBinder levelTokenMeters(LevelTokens levelTokens) {
				return (registry) -> {
					for (TokenOutcome outcome : TokenOutcome.values()) {
						FunctionCounter
							.builder(LevelMeter.TOKENS.getName(), levelTokens, (each) -> each.countSoFar(outcome))
							.description(LevelMeter.TOKENS.description())
							.tag(LevelMeter.Tag.OUTCOME.asString(), outcome.tag())
							.register(registry);
					}
				};
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
	@ConditionalOnAvailableEndpoint(LevelRulesEndpoint.class)
	static class RuleConfiguration {

		@Bean
		LevelRules levelRules() {
			return new LevelRules(Clock.systemUTC());
		}

		@Bean
		LevelFilter ruleLevelFilter(LevelRules levelRules) {
			return new LevelFilter(levelRules);
		}

		@Bean
		LevelRulesEndpoint levelRulesEndpoint(LevelRules levelRules) {
			return new LevelRulesEndpoint(levelRules);
		}

	}

}
