package io.github.observability.context.executor;

import java.util.concurrent.Executor;

import io.github.observability.FrameworkField;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.integration.channel.AbstractExecutorChannel;
import org.springframework.integration.channel.ChannelUtils;
import org.springframework.integration.channel.PublishSubscribeChannel;
import org.springframework.integration.util.ErrorHandlingTaskExecutor;
import org.springframework.util.ErrorHandler;

/**
 * {@link BeanPostProcessor} that has channels of Spring Integration propagate the context
 * to the threads of their executor. A channel takes its executor when it is initialized.
 */
final class ChannelExecutorPostProcessor implements BeanPostProcessor, BeanFactoryAware {

	private static final Logger logger = LoggerFactory.getLogger(ChannelExecutorPostProcessor.class);

	private @Nullable BeanFactory beanFactory;

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof AbstractExecutorChannel channel) {
			try {
				propagate(channel, beanName);
			}
			catch (RuntimeException ex) {
				logger.warn("Channel '{}' does not propagate the context", beanName, ex);
			}
		}
		return bean;
	}

	private void propagate(AbstractExecutorChannel channel, String beanName) {
		Executor users = FrameworkField.CHANNEL_EXECUTOR.read(channel, Executor.class);
		// A channel without an executor calls handlers itself. One that handles errors
		// belongs to whoever chose the handler.
		if (users == null || users instanceof ErrorHandlingTaskExecutor || this.beanFactory == null) {
			return;
		}
		FrameworkField.CHANNEL_EXECUTOR.write(channel, new ChannelExecutor(
				SpringExecutors.propagating(users, "of channel " + beanName), errorHandler(channel, this.beanFactory)));
	}

	private static ErrorHandler errorHandler(AbstractExecutorChannel channel, BeanFactory beanFactory) {
		ErrorHandler users = (channel instanceof PublishSubscribeChannel)
				? FrameworkField.CHANNEL_ERROR_HANDLER.read(channel, ErrorHandler.class) : null;
		return (users != null) ? users : ChannelUtils.getErrorHandler(beanFactory);
	}

	/**
	 * Handles errors with the context. Spring's would end the observation that is current
	 * when a handler fails, which is the one of the sender.
	 */
	private static final class ChannelExecutor extends ErrorHandlingTaskExecutor {

		private final Executor executor;

		private final ErrorHandler errorHandler;

		ChannelExecutor(Executor executor, ErrorHandler errorHandler) {
			super(executor, errorHandler);
			this.executor = executor;
			this.errorHandler = errorHandler;
		}

		@Override
		public void execute(Runnable task) {
			this.executor.execute(() -> {
				try {
					task.run();
				}
				catch (Throwable ex) {
					this.errorHandler.handleError(ex);
				}
			});
		}

	}

}
