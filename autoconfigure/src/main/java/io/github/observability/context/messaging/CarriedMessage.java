package io.github.observability.context.messaging;

import java.io.Serial;

import io.github.observability.context.PropagatedContext;

import org.springframework.messaging.Message;
import org.springframework.messaging.support.ErrorMessage;
import org.springframework.messaging.support.GenericMessage;

/**
 * A message in a queue with the context of its sender. Code that takes it from the queue
 * directly gets a message that equals the one that was sent.
 */
interface CarriedMessage {

	/**
	 * Return the message that was sent.
	 * @return the message
	 */
	Message<?> message();

	/**
	 * Return the context of its sender.
	 * @return the context
	 */
	PropagatedContext context();

	/**
	 * Return a message with a context instead of the one that it may have.
	 * @param sent the message
	 * @param context the context
	 * @return the message with the context
	 */
	static Message<?> of(Message<?> sent, PropagatedContext context) {
		Message<?> message = (sent instanceof CarriedMessage carried) ? carried.message() : sent;
		return (message instanceof ErrorMessage error) ? new OfError(error, context) : new OfAny<>(message, context);
	}

	/**
	 * A message of any kind.
	 *
	 * @param <T> the type of the payload
	 */
	final class OfAny<T> extends GenericMessage<T> implements CarriedMessage {

		@Serial
		private static final long serialVersionUID = 1L;

		private final transient Message<T> message;

		private final transient PropagatedContext context;

		OfAny(Message<T> message, PropagatedContext context) {
			super(message.getPayload(), message.getHeaders());
			this.message = message;
			this.context = context;
		}

		@Override
		public Message<?> message() {
			return this.message;
		}

		@Override
		public PropagatedContext context() {
			return this.context;
		}

		/**
		 * Return what is serialized: the message without its context.
		 * @return the message
		 */
		@Serial
		private Object writeReplace() {
			return this.message;
		}

	}

	/**
	 * A message about an error, which receivers tell by its class.
	 */
	final class OfError extends ErrorMessage implements CarriedMessage {

		@Serial
		private static final long serialVersionUID = 1L;

		private final transient ErrorMessage message;

		private final transient PropagatedContext context;

		// Its original message is null where a handler did not fail on one.
		@SuppressWarnings("NullAway")
		OfError(ErrorMessage message, PropagatedContext context) {
			super(message.getPayload(), message.getHeaders(), message.getOriginalMessage());
			this.message = message;
			this.context = context;
		}

		@Override
		public Message<?> message() {
			return this.message;
		}

		@Override
		public PropagatedContext context() {
			return this.context;
		}

		/**
		 * Return what is serialized: the message without its context.
		 * @return the message
		 */
		@Serial
		private Object writeReplace() {
			return this.message;
		}

	}

}
