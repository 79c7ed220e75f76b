package io.github.observability.context.executor;

import io.github.observability.ConditionalOnFeature;
import io.github.observability.context.ContextAutoConfiguration;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.TracingObservationHandler;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.integration.channel.AbstractExecutorChannel;
import org.springframework.scheduling.annotation.AsyncAnnotationBeanPostProcessor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for executors and schedulers that
 * propagate the context. {@code spring.task.execution.propagate-context=false} turns all
 * of them off.
 */
@AutoConfiguration(after = ContextAutoConfiguration.class)
@ConditionalOnClass({ ContextSnapshotFactory.class, ThreadPoolTaskExecutor.class,
		ContextPropagatingTaskDecorator.class })
@ConditionalOnFeature("observability.context.enabled")
public final class ExecutorContextAutoConfiguration {

	ExecutorContextAutoConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnFeature({ "observability.context.executors.enabled", "spring.task.execution.propagate-context" })
	static class PropagationConfiguration {

		@Bean
		static ExecutorContextPostProcessor executorContextPostProcessor() {
			return new ExecutorContextPostProcessor();
		}

		@Bean
		static AsyncExecutorPostProcessor asyncExecutorPostProcessor() {
			return new AsyncExecutorPostProcessor();
		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(name = CircuitBreakerPostProcessor.FACTORY)
		static class CircuitBreakerConfiguration {

			@Bean
			static CircuitBreakerPostProcessor circuitBreakerPostProcessor() {
				return new CircuitBreakerPostProcessor();
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(AbstractExecutorChannel.class)
		@ConditionalOnFeature("observability.context.messaging.enabled")
		static class ChannelConfiguration {

			@Bean
			static ChannelExecutorPostProcessor channelExecutorPostProcessor() {
				return new ChannelExecutorPostProcessor();
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(RequestMappingHandlerAdapter.class)
		static class MvcConfiguration {

			@Bean
			static MvcExecutorPostProcessor mvcExecutorPostProcessor() {
				return new MvcExecutorPostProcessor();
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ TracingObservationHandler.class, ObservationRegistry.class })
	@ConditionalOnFeature("observability.context.executors.enabled")
	static class ScheduledConfiguration {

		@Bean
		static ScheduledFailurePostProcessor scheduledFailurePostProcessor() {
			return new ScheduledFailurePostProcessor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ MeterRegistry.class, AsyncAnnotationBeanPostProcessor.class })
	@ConditionalOnFeature("observability.context.executors.enabled")
	static class AsyncConfiguration {

		@Bean
		static AsyncExceptionPostProcessor asyncExceptionPostProcessor(ObjectProvider<MeterRegistry> registry) {
			return new AsyncExceptionPostProcessor(registry);
		}

	}

}
