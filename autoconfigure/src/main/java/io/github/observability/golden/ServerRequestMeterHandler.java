package io.github.observability.golden;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Records requests that a servlet container serves.
 */
final class ServerRequestMeterHandler extends ServedRequestMeterHandler<GoldenServerRequestContext> {

	ServerRequestMeterHandler(MeterRegistry registry, ServedRequestMeters meters) {
		super(registry, meters);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof GoldenServerRequestContext;
	}

	@Override
	String method(GoldenServerRequestContext context) {
		HttpServletRequest request = context.getCarrier();
		return (request != null) ? request.getMethod() : "";
	}

	@Override
	RequestInFlight begin(GoldenServerRequestContext context) {
		return context.request();
	}

	@Override
	@Nullable RequestInFlight find(Observation.Context context) {
		return (context instanceof GoldenServerRequestContext golden) ? golden.request() : null;
	}

	@Override
	boolean isStream(Observation.Context context, RequestInFlight request) {
		return request.isStream();
	}

}
