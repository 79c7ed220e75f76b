package io.github.observability.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.github.observability.BoundedMap;
import io.github.observability.ObservationSpan;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.micrometer.tracing.Span;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpRequest;
import org.springframework.util.ClassUtils;

/**
 * {@link ObservationHandler} that notes requests with a secret in the query of their URL.
 * Spans have no query, so nothing else could tell. Only the name of the parameter is
 * stored.
 */
final class UrlSecretHandler implements ObservationHandler<Observation.Context> {

	private static final int MAX_NOTED = 100;

	private static final boolean SERVLET = ClassUtils.isPresent("jakarta.servlet.http.HttpServletRequest",
			UrlSecretHandler.class.getClassLoader());

	private final Predicate<String> secretKeys;

	private final Map<String, Noted> noted = BoundedMap.droppingOldest(MAX_NOTED);

	UrlSecretHandler(Predicate<String> secretKeys) {
		this.secretKeys = secretKeys;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof SenderContext || context instanceof ReceiverContext;
	}

	@Override
	public void onStop(Observation.Context context) {
		String query = query((context instanceof SenderContext<?> sender) ? sender.getCarrier()
				: ((ReceiverContext<?>) context).getCarrier());
		String parameter = (query != null) ? secret(query) : null;
		if (parameter != null) {
			String name = (context.getContextualName() != null) ? context.getContextualName() : context.getName();
			Span span = ObservationSpan.of(context);
			note(String.valueOf(name), parameter, context instanceof SenderContext,
					(span != null) ? span.context().traceId() : null);
		}
	}

	private static @Nullable String query(@Nullable Object carrier) {
		if (carrier instanceof HttpRequest request) {
			return request.getURI().getRawQuery();
		}
		return SERVLET ? ServletQuery.of(carrier) : null;
	}

	private @Nullable String secret(String query) {
		for (String pair : query.split("&", 50)) {
			int equals = pair.indexOf('=');
			if (equals > 0 && equals < pair.length() - 1 && this.secretKeys.test(pair.substring(0, equals))) {
				return pair.substring(0, equals);
			}
		}
		return null;
	}

	private synchronized void note(String name, String parameter, boolean sent, @Nullable String traceId) {
		String key = name + ' ' + parameter;
		Noted before = this.noted.get(key);
		this.noted.put(key, new Noted(name, parameter, sent, traceId, (before != null) ? before.count() + 1 : 1));
	}

	synchronized List<Noted> all() {
		return new ArrayList<>(this.noted.values());
	}

	/**
	 * Requests with a secret in their URL.
	 *
	 * @param name the name of the span
	 * @param parameter the name of the parameter
	 * @param sent whether the application sends them
	 * @param traceId the newest trace
	 * @param count how many there were
	 */
	record Noted(String name, String parameter, boolean sent, @Nullable String traceId, int count) {

	}

	/** Loaded only where there are servlets. */
	private static final class ServletQuery {

		static @Nullable String of(@Nullable Object carrier) {
			return (carrier instanceof HttpServletRequest request) ? request.getQueryString() : null;
		}

	}

}
