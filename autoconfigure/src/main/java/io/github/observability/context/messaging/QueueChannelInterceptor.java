package io.github.observability.context.messaging;

import io.github.observability.FrameworkField;
import io.github.observability.LogOnce;
import io.github.observability.context.PropagatedContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.channel.interceptor.VetoCapableInterceptor;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.support.ExecutorChannelInterceptor;
import org.springframework.messaging.support.InterceptableChannel;

/**
 * Keeps the context of the sender with a message in a queue and puts it on the thread of
 * the poller while a handler has the message.
 */
final class QueueChannelInterceptor implements ExecutorChannelInterceptor, VetoCapableInterceptor {

	private static final Logger logger = LoggerFactory.getLogger(QueueChannelInterceptor.class);

	private final LogOnce failure = new LogOnce(logger);

	/** A handler may run inside of another. */
	private final ThreadLocal<@Nullable Handling> current = new ThreadLocal<>();

	/**
	 * A queue that is not in memory, as that of a message store, writes messages by their
	 * class.
	 */
	@Override
	public boolean shouldIntercept(String beanName, InterceptableChannel channel) {
		try {
			Object queue = (channel instanceof QueueChannel) ? FrameworkField.CHANNEL_QUEUE.read(channel) : null;
			return queue != null && queue.getClass().getName().startsWith("java.util.");
		}
		catch (RuntimeException ex) {
			logger.warn("Channel '{}' does not propagate the context", beanName, ex);
			return false;
		}
	}

	@Override
	public Message<?> preSend(Message<?> message, MessageChannel channel) {
		try {
			return CarriedMessage.of(message, PropagatedContext.capture());
		}
		catch (RuntimeException ex) {
			warn(ex);
			return message;
		}
	}

	@Override
	public Message<?> beforeHandle(Message<?> message, MessageChannel channel, MessageHandler handler) {
		if (message instanceof CarriedMessage carried) {
			this.current.set(new Handling(open(carried.context()), this.current.get()));
			return carried.message();
		}
		this.current.set(new Handling(null, this.current.get()));
		return message;
	}

	private PropagatedContext.@Nullable Scope open(PropagatedContext context) {
		try {
			return context.openScope();
		}
		catch (RuntimeException ex) {
			warn(ex);
			return null;
		}
	}

	@Override
	public void afterMessageHandled(Message<?> message, MessageChannel channel, MessageHandler handler,
			@Nullable Exception ex) {
		Handling handling = this.current.get();
		if (handling == null) {
			return;
		}
		if (handling.previous() == null) {
			this.current.remove();
		}
		else {
			this.current.set(handling.previous());
		}
		if (handling.scope() != null) {
			handling.scope().close();
		}
	}

	private void warn(RuntimeException ex) {
		this.failure.warn("A message in a queue has no context. Further failures are not logged", ex);
	}

	/**
	 * A message that a handler has.
	 *
	 * @param scope the context on the thread
	 * @param previous the message whose handler this one is inside of
	 */
	private record Handling(PropagatedContext.@Nullable Scope scope, @Nullable Handling previous) {
	}

}
