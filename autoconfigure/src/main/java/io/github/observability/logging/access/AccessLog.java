package io.github.observability.logging.access;

import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

import io.github.observability.HttpNames;
import io.github.observability.Outcomes;
import io.github.observability.StartTime;
import io.github.observability.logging.masking.Masking;
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
 * Writes one access line per served request when its observation ends. The line has the
 * route, never the query or the body. Requests that are not observed, such as those of
 * the actuator, write none.
 *
 * @param <T> the type of the observation context of a request
 */
abstract class AccessLog<T extends Observation.Context> implements ObservationHandler<T> {

	private static final Logger logger = LoggerFactory.getLogger("io.github.observability.access");

	private static final boolean LOGBACK = logger.getClass().getName().equals("ch.qos.logback.classic.Logger");

	private static final int CLIENT_ERROR = 400;

	private static final int SERVER_ERROR = 500;

	private static final String NO_ROUTE = "UNKNOWN";

	/** Routes of requests that no handler of the application matched. */
	private static final Set<String> UNMATCHED = Set.of(NO_ROUTE, "NOT_FOUND", "REDIRECTION");

	private static final long PHI = 0x9E3779B97F4A7C15L;

	private static final int FRACTION_BITS = 53;

	private final double sampling;

	private final long slowNanos;

	private final String[] ignoredRoutes;

	private final boolean staticResources;

	private final Masking masking;

	private final Supplier<HttpNames> names;

	AccessLog(AccessLogProperties settings, Masking masking, Supplier<HttpNames> names) {
		this.sampling = settings.sampling();
		this.slowNanos = nanos(settings.slowerThan());
		this.ignoredRoutes = settings.ignoredRoutes().toArray(String[]::new);
		this.staticResources = settings.staticResources();
		this.masking = masking;
		this.names = names;
	}

	private static long nanos(Duration duration) {
		try {
			return duration.toNanos();
		}
		catch (ArithmeticException ex) {
			return Long.MAX_VALUE;
		}
	}

	/** Returns the request id that the client received. */
	abstract @Nullable String requestId(T context);

	/** Returns the method of the request as the client sent it. */
	abstract @Nullable String method(T context);

	/** Returns the path of the request without its query. */
	abstract @Nullable String path(T context);

	/** Whether a handler of static resources served the request. */
	abstract boolean isStaticResource(T context);

	/**
	 * Whether a line of the server reports the exception that the request failed with.
	 */
	abstract boolean isReported(T context, int status);

	@Override
	public void onStart(T context) {
		StartTime.take(context);
	}

	@Override
	public void onStop(T context) {
		if (context.get(Written.class) == null) {
			context.put(Written.class, Written.ONCE);
			write(context, Math.max(0, StartTime.nanosSince(context)));
		}
	}

	private void write(T context, long nanos) {
		HttpNames names = this.names.get();
		int status = status(context, names);
		String outcome = value(context, HttpNames.OUTCOME, NO_ROUTE);
		boolean harmless = Outcomes.isExcused(outcome);
		boolean failed = status >= SERVER_ERROR && !harmless;
		Level level = (harmless || status < CLIENT_ERROR) ? Level.INFO
				: (failed && !isReported(context, status)) ? Level.ERROR : Level.WARN;
		if (!logger.isEnabledForLevel(level)) {
			return;
		}
		String route = value(context, names.route(), NO_ROUTE);
		if (!failed && nanos < this.slowNanos && isOmitted(route, status, nanos, context)) {
			return;
		}
		String method = method(context);
		method = (method != null) ? method : value(context, names.method(), NO_ROUTE);
		String path = isMatched(route) ? null : shownPath(context);
		AccessLine line = new AccessLine(method, route, nanos, eventOutcome(status, outcome, failed), outcome, path,
				status, requestId(context), RequestTrace.of(context));
		if (LOGBACK) {
			AccessEvent.log(logger, level, line);
			return;
		}
		LoggingEventBuilder builder = logger.atLevel(level);
		line.forEachAttribute(builder::addKeyValue);
		builder.log(line.message());
	}

	/** Whether a route says which part of the application was asked for. */
	private static boolean isMatched(String route) {
		return !UNMATCHED.contains(route) && !route.endsWith("/**");
	}

	private @Nullable String shownPath(T context) {
		String path = path(context);
		if (path == null) {
			return null;
		}
		int parameters = path.indexOf(';');
		return this.masking.clean((parameters != -1) ? path.substring(0, parameters) : path);
	}

	/** Returns one of the values that the Elastic Common Schema allows. */
	private static String eventOutcome(int status, String outcome, boolean failed) {
		if (failed) {
			return "failure";
		}
		return (status == 0 || outcome.equals(Outcomes.CLIENT_ABORT)) ? "unknown" : "success";
	}

	private boolean isOmitted(String route, int status, long nanos, T context) {
		return PatternMatchUtils.simpleMatch(this.ignoredRoutes, route)
				|| (!this.staticResources && status < CLIENT_ERROR && isStaticResource(context))
				|| (this.sampling < 1 && share(RequestTrace.of(context), nanos) >= this.sampling);
	}

	/**
	 * Maps a trace id to a number from 0 to 1, the same in each service, so that either
	 * all services write the lines of a trace or none does.
	 */
	private static double share(RequestTrace trace, long nanos) {
		long hash = ((trace.traceId() != null) ? trace.traceId().hashCode() : nanos) * PHI;
		return (hash >>> (Long.SIZE - FRACTION_BITS)) / (double) (1L << FRACTION_BITS);
	}

	private static int status(Observation.Context context, HttpNames names) {
		KeyValue status = context.getLowCardinalityKeyValue(names.status());
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

	private enum Written {

		ONCE

	}

}
