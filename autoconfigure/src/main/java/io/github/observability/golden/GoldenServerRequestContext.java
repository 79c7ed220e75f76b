package io.github.observability.golden;

import java.util.concurrent.atomic.LongAdder;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * Spring's context of a served request with room for what recording needs, so that
 * nothing has to be put into and looked up in the context's map.
 */
final class GoldenServerRequestContext extends ServerRequestObservationContext {

	private long startNanos;

	private @Nullable LongAdder inFlight;

	GoldenServerRequestContext(HttpServletRequest request, HttpServletResponse response) {
		super(request, response);
	}

	/**
	 * Keeps the route of the request when the container dispatches to its error page,
	 * which is no route that anybody asked for.
	 */
	@Override
	public void setPathPattern(@Nullable String pathPattern) {
		HttpServletRequest request = getCarrier();
		if (request == null || request.getDispatcherType() != DispatcherType.ERROR) {
			super.setPathPattern(pathPattern);
		}
	}

	void started(long nanos, LongAdder inFlight) {
		this.startNanos = nanos;
		this.inFlight = inFlight;
		inFlight.increment();
	}

	/**
	 * Marks the request as done.
	 * @param nanos the time now
	 * @return its duration in nanoseconds, negative if it was marked before
	 */
	long stopped(long nanos) {
		LongAdder inFlight = this.inFlight;
		if (inFlight == null) {
			return -1;
		}
		this.inFlight = null;
		inFlight.decrement();
		return Math.max(0, nanos - this.startNanos);
	}

}
