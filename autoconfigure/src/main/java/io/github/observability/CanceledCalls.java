package io.github.observability;

import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * {@link ObservationFilter} that takes the error from a call which its own sender
 * canceled, as OpenTelemetry's conventions want from 1.41 on. Meters, objectives and
 * detectors then count the call like one that nobody waits for any more. It is a filter
 * because an observation calls its filters before those that read its error.
 */
public final class CanceledCalls implements ObservationFilter {

	/** The property that decides whether such a call is an error. */
	public static final String PROPERTY = "observability.tracing.errors.cancellation-is-error";

	/** Longer chains of causes are likely to be circular. */
	private static final int MAX_CAUSES = 20;

	private static final List<String> EXCEPTION_KEYS = List.of(
			HttpNames.client(SemanticConvention.MICROMETER).exception(),
			HttpNames.client(SemanticConvention.OPENTELEMETRY).exception());

	private final boolean errors;

	/**
	 * Create a filter.
	 * @param environment the environment, which says whether canceled calls are errors
	 */
	public CanceledCalls(Environment environment) {
		this.errors = areErrors(environment);
	}

	/**
	 * Whether a call that its sender canceled is an error.
	 * @param environment the environment
	 * @return whether it is one
	 */
	public static boolean areErrors(Environment environment) {
		return FeatureSwitch.isOn(environment, PROPERTY);
	}

	/**
	 * Whether an exception says that somebody canceled what it ended. A timeout does not,
	 * even if it was carried out by a cancellation.
	 * @param exception the exception
	 * @return whether it is a cancellation
	 */
	public static boolean isCancellation(@Nullable Throwable exception) {
		Throwable cause = exception;
		for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
			if (cause instanceof CancellationException) {
				return true;
			}
			if (isTimeout(cause)) {
				return false;
			}
			cause = cause.getCause();
		}
		return false;
	}

	/** Timeouts of sockets are interrupted I/O; that of the JDK's client is neither. */
	private static boolean isTimeout(Throwable exception) {
		return exception instanceof TimeoutException || exception instanceof InterruptedIOException
				|| exception instanceof java.net.http.HttpTimeoutException;
	}

	@Override
	public Observation.Context map(Observation.Context context) {
		if (!this.errors && context instanceof SenderContext<?> call && call.getKind() == Kind.CLIENT
				&& isCancellation(call.getError())) {
			forgive(call);
		}
		return context;
	}

	// Its getter may return null, only the parameter of the setter is not marked.
	@SuppressWarnings("NullAway")
	private static void forgive(Observation.Context call) {
		call.setError(null);
		for (String key : EXCEPTION_KEYS) {
			if (call.getLowCardinalityKeyValue(key) != null) {
				call.addLowCardinalityKeyValue(KeyValue.of(key, KeyValue.NONE_VALUE));
			}
		}
	}

}
