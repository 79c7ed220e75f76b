package io.github.observability.context;

import io.github.observability.LogOnce;
import io.github.observability.context.propagation.TrustedHosts;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.transport.SenderContext;
import org.slf4j.LoggerFactory;

/**
 * {@link ObservationHandler} that sends the request id on with each HTTP request that
 * belongs to the one being served.
 */
final class RequestIdSender implements ObservationHandler<SenderContext<Object>> {

	private final LogOnce failure = new LogOnce(LoggerFactory.getLogger(RequestIdSender.class));

	private final String header;

	private final TrustedHosts hosts;

	RequestIdSender(String header, TrustedHosts hosts) {
		this.header = header;
		this.hosts = hosts;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof SenderContext<?> sender && TrustedHosts.isHttp(sender.getCarrier());
	}

	@Override
	public void onStart(SenderContext<Object> context) {
		try {
			send(context);
		}
		catch (RuntimeException ex) {
			this.failure.warn("The request id of an HTTP request could not be sent. Further failures are not logged",
					ex);
		}
	}

	private void send(SenderContext<Object> context) {
		RequestLogContext current = RequestLogContext.current();
		if (current != null && this.hosts.allow(context.getCarrier())) {
			context.getSetter().set(context.getCarrier(), this.header, current.requestId());
		}
	}

}
