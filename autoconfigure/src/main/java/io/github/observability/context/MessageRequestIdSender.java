package io.github.observability.context;

import io.github.observability.LogOnce;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.slf4j.LoggerFactory;

/**
 * {@link ObservationHandler} that sends the request id on with each message that is sent
 * for the request being served.
 */
final class MessageRequestIdSender implements ObservationHandler<SenderContext<Object>> {

	private final LogOnce failure = new LogOnce(LoggerFactory.getLogger(MessageRequestIdSender.class));

	private final MessageHeader header;

	MessageRequestIdSender(String header) {
		this.header = new MessageHeader(header);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof SenderContext<?> sender && sender.getKind() == Kind.PRODUCER;
	}

	@Override
	public void onStart(SenderContext<Object> context) {
		try {
			send(context);
		}
		catch (RuntimeException ex) {
			this.failure.warn("The request id of a message could not be sent. Further failures are not logged", ex);
		}
	}

	private void send(SenderContext<Object> context) {
		RequestLogContext current = RequestLogContext.current();
		Object message = context.getCarrier();
		if (current != null && message != null) {
			context.getSetter().set(message, this.header.nameIn(message), current.requestId());
		}
	}

}
