package io.github.observability.context;

import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import org.jspecify.annotations.Nullable;

/**
 * {@link ObservationHandler} that puts the request id of a message on the log lines about
 * it. A message without one, or whose id is not safe to log, gets none.
 */
final class MessageRequestIdReceiver implements ObservationHandler<ReceiverContext<Object>> {

	private final MessageHeader header;

	MessageRequestIdReceiver(String header) {
		this.header = new MessageHeader(header);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ReceiverContext<?> receiver && receiver.getKind() == Kind.CONSUMER;
	}

	@Override
	public void onStart(ReceiverContext<Object> context) {
		Object message = context.getCarrier();
		if (message == null) {
			return;
		}
		String requestId = requestId(context, message);
		if (requestId != null && RequestIds.isSafe(requestId)) {
			context.put(RequestLogContext.class,
					new RequestLogContext((header) -> requestId, "", List.of(), List.of()));
		}
	}

	private @Nullable String requestId(ReceiverContext<Object> context, Object message) {
		try {
			return context.getGetter().get(message, this.header.nameIn(message));
		}
		catch (RuntimeException ex) {
			// How a header that is no text is refused depends on the kind of message.
			return null;
		}
	}

	@Override
	public void onScopeOpened(ReceiverContext<Object> context) {
		RequestLogContext received = context.get(RequestLogContext.class);
		if (received != null && RequestLogContext.current() == null) {
			received.put();
		}
	}

	@Override
	public void onScopeClosed(ReceiverContext<Object> context) {
		RequestLogContext received = context.get(RequestLogContext.class);
		if (received != null && RequestLogContext.current() == received) {
			received.remove();
		}
	}

}
