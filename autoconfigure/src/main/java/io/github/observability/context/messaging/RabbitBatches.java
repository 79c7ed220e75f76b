package io.github.observability.context.messaging;

import java.util.List;

import io.opentelemetry.context.propagation.TextMapGetter;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.core.Message;
import org.springframework.util.ErrorHandler;

/**
 * Gives a batch of RabbitMQ a span: around the call of the listener, and again around the
 * error handler, which is called after all advice.
 */
final class RabbitBatches implements MethodInterceptor {

	private static final TextMapGetter<Message> HEADERS = new MessageHeaders();

	private final BatchSpans spans;

	private final ThreadLocal<@Nullable Failed> failed = new ThreadLocal<>();

	RabbitBatches(BatchSpans spans) {
		this.spans = spans;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		List<Message> batch = batch(invocation.getArguments());
		BatchSpan span = (batch != null) ? this.spans.open("rabbitmq", batch,
				(message) -> message.getMessageProperties().getConsumerQueue(), HEADERS) : null;
		if (span == null) {
			return invocation.proceed();
		}
		try {
			return invocation.proceed();
		}
		catch (Throwable ex) {
			span.fail(ex);
			this.failed.set(new Failed(span, ex));
			throw ex;
		}
		finally {
			span.close();
			span.end();
		}
	}

	private static @Nullable List<Message> batch(@Nullable Object[] arguments) {
		for (Object argument : arguments) {
			if (argument instanceof List<?> messages) {
				return messages.stream().map(Message.class::cast).toList();
			}
		}
		return null;
	}

	ErrorHandler inScope(ErrorHandler handler) {
		return (error) -> handle(handler, error);
	}

	private void handle(ErrorHandler handler, Throwable error) {
		Failed batch = this.failed.get();
		this.failed.remove();
		if (batch == null || batch.error() != error) {
			handler.handleError(error);
			return;
		}
		batch.span().open();
		try {
			handler.handleError(error);
		}
		finally {
			batch.span().close();
		}
	}

	/**
	 * A batch whose error handler is next on this thread.
	 *
	 * @param span its span
	 * @param error what the listener threw
	 */
	private record Failed(BatchSpan span, Throwable error) {
	}

	/**
	 * Reads the headers of a message that are text.
	 */
	private static final class MessageHeaders implements TextMapGetter<Message> {

		@Override
		public Iterable<String> keys(Message message) {
			return message.getMessageProperties().getHeaders().keySet();
		}

		@Override
		public @Nullable String get(@Nullable Message message, String key) {
			Object value = (message != null) ? message.getMessageProperties().getHeaders().get(key) : null;
			return (value instanceof String text) ? text : null;
		}

	}

}
