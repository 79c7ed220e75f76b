package io.github.observability.golden;

import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.github.observability.HttpNames;
import io.github.observability.ObservationSpan;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.tracing.Span;

import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.function.client.ClientRequestObservationContext;

/**
 * Records a {@code WebClient} request that a timeout canceled as an error. Reactor
 * reports the timeout to the caller only; the request itself is canceled, as if the
 * caller had lost interest. Both cancel on the stack of whoever does it, and the
 * observation stops on that stack, too.
 */
final class ClientTimeoutFilter implements ObservationFilter {

	/** The operator behind {@code timeout}, and the subscribers behind {@code block}. */
	private static final Set<String> TIMEOUTS = Set.of("reactor.core.publisher.FluxTimeout$TimeoutMainSubscriber",
			"reactor.core.publisher.BlockingSingleSubscriber", "reactor.core.publisher.BlockingMonoSubscriber",
			"reactor.core.publisher.BlockingOptionalMonoSubscriber");

	/**
	 * Methods of these that give up, as opposed to a cancellation that passes through.
	 */
	private static final Set<String> METHODS = Set.of("doTimeout", "handleTimeout", "blockingGet");

	private static final boolean TRACING_PRESENT = ClassUtils.isPresent("io.micrometer.tracing.Span",
			ClientTimeoutFilter.class.getClassLoader());

	private static final StackWalker STACK = StackWalker.getInstance();

	private final Supplier<HttpNames> names;

	ClientTimeoutFilter(Supplier<HttpNames> names) {
		this.names = names;
	}

	@Override
	public Observation.Context map(Observation.Context context) {
		if (context instanceof ClientRequestObservationContext request && request.isAborted()
				&& request.getError() == null && isTimeout()) {
			TimeoutException timeout = new TimeoutException("The request was canceled by a timeout");
			request.setError(timeout);
			HttpNames names = this.names.get();
			request.addLowCardinalityKeyValue(KeyValue.of(names.exception(), names.exceptionValue(timeout.getClass())));
			if (TRACING_PRESENT) {
				SpanError.set(request, timeout);
			}
		}
		return context;
	}

	private static boolean isTimeout() {
		return STACK.walk((frames) -> frames
			.anyMatch((frame) -> METHODS.contains(frame.getMethodName()) && TIMEOUTS.contains(frame.getClassName())));
	}

	/** In a class of its own because tracing is optional. */
	private static final class SpanError {

		static void set(Observation.Context context, Throwable failure) {
			Span span = ObservationSpan.of(context);
			if (span != null) {
				span.error(failure);
			}
		}

	}

}
