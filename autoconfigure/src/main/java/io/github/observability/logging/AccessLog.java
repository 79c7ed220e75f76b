package io.github.observability.logging;

import java.time.Duration;
import java.util.Set;

import io.github.observability.context.ContextKey;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

import org.springframework.util.PatternMatchUtils;

/**
 * Writes one line for each request that was served, once its observation has ended: with
 * the route rather than the path, and nothing of the query or of a body. Requests that
 * are not observed, as those of the actuator, have none.
 *
 * @param <T> the context of the observation of a request
 */
abstract class AccessLog<T extends Observation.Context> implements ObservationHandler<T> {

	private static final Logger logger = LoggerFactory.getLogger("io.github.observability.access");

	private static final int CLIENT_ERROR = 400;

	private static final int SERVER_ERROR = 500;

	/** Outcomes that are no errors whatever the status is. */
	private static final Set<String> NO_ERRORS = Set.of("CLIENT_ABORT", "EXPECTED");

	private static final String NO_ROUTE = "UNKNOWN";

	private static final long PHI = 0x9E3779B97F4A7C15L;

	private static final int FRACTION_BITS = 53;

	private final double sampling;

	private final long slowNanos;

	private final String[] ignoredRoutes;

	AccessLog(LoggingProperties.Access settings) {
		this.sampling = settings.sampling();
		this.slowNanos = nanos(settings.slow());
		this.ignoredRoutes = settings.ignoredRoutes().toArray(String[]::new);
	}

	private static long nanos(Duration duration) {
		try {
			return duration.toNanos();
		}
		catch (ArithmeticException ex) {
			return Long.MAX_VALUE;
		}
	}

	/** The request id that was sent back to the client. */
	abstract @Nullable String requestId(T context);

	/** The method of the request as it was sent. */
	abstract @Nullable String method(T context);

	@Override
	public void onStart(T context) {
		context.put(Started.class, new Started(System.nanoTime()));
	}

	@Override
	public void onStop(T context) {
		Started started = (Started) context.remove(Started.class);
		if (started != null) {
			write(context, Math.max(0, System.nanoTime() - started.nanos()));
		}
	}

	private void write(T context, long nanos) {
		int status = status(context);
		String outcome = value(context, "outcome", NO_ROUTE);
		boolean harmless = NO_ERRORS.contains(outcome);
		Level level = (harmless || status < CLIENT_ERROR) ? Level.INFO
				: (status < SERVER_ERROR) ? Level.WARN : Level.ERROR;
		if (!logger.isEnabledForLevel(level)) {
			return;
		}
		String route = value(context, "uri", NO_ROUTE);
		boolean failed = status >= SERVER_ERROR && !harmless;
		if (!failed && nanos < this.slowNanos && isLeftOut(route, nanos, context)) {
			return;
		}
		String method = method(context);
		method = (method != null) ? method : value(context, "method", NO_ROUTE);
		LoggingEventBuilder line = logger.atLevel(level)
			.addKeyValue("http.request.method", method)
			.addKeyValue("http.route", route)
			.addKeyValue("event.duration", nanos)
			.addKeyValue("event.outcome", outcome);
		if (status > 0) {
			line = line.addKeyValue("http.response.status_code", status);
		}
		String requestId = requestId(context);
		if (requestId != null) {
			line = line.addKeyValue(ContextKey.REQUEST_ID.key(), requestId);
		}
		RequestTrace.of(context).addTo(line);
		line.log(method + " " + route + " " + ((status > 0) ? status : outcome) + " in " + millis(nanos) + " ms");
	}

	private static String millis(long nanos) {
		long micros = nanos / 1_000;
		return (micros < 10_000) ? micros / 1_000 + "." + micros / 100 % 10 : Long.toString(micros / 1_000);
	}

	private boolean isLeftOut(String route, long nanos, T context) {
		return PatternMatchUtils.simpleMatch(this.ignoredRoutes, route)
				|| (this.sampling < 1 && share(RequestTrace.of(context), nanos) >= this.sampling);
	}

	/**
	 * A number from 0 to 1 that is the same wherever a trace passes, so that its lines
	 * are there in each service or in none.
	 */
	private static double share(RequestTrace trace, long nanos) {
		long hash = ((trace.traceId() != null) ? trace.traceId().hashCode() : nanos) * PHI;
		return (hash >>> (Long.SIZE - FRACTION_BITS)) / (double) (1L << FRACTION_BITS);
	}

	private static int status(Observation.Context context) {
		KeyValue status = context.getLowCardinalityKeyValue("status");
		if (status == null || status.getValue().length() != 3) {
			return 0;
		}
		int number = 0;
		for (int i = 0; i < 3; i++) {
			int digit = status.getValue().charAt(i) - '0';
			if (digit < 0 || digit > 9) {
				return 0;
			}
			number = number * 10 + digit;
		}
		return number;
	}

	private static String value(Observation.Context context, String key, String otherwise) {
		KeyValue value = context.getLowCardinalityKeyValue(key);
		return (value != null) ? value.getValue() : otherwise;
	}

	private record Started(long nanos) {
	}

}
