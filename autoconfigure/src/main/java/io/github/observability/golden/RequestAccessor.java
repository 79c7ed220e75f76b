package io.github.observability.golden;

import java.util.function.Function;
import java.util.function.Predicate;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests of one kind: served or sent, with servlets or reactive.
 *
 * @param type the type of the context of their observations
 * @param method finds the HTTP method, {@code null} or empty if there is none
 * @param state finds the state of a request
 * @param stream whether the response is a stream
 * @param <T> the type of the context
 */
record RequestAccessor<T extends Observation.Context>(Class<T> type, Function<T, @Nullable String> method,
		Function<T, @Nullable RequestState> state, Predicate<T> stream) {

	/**
	 * Create an accessor for contexts that keep the state of a request in their map.
	 * @param type the type of the context
	 * @param method finds the HTTP method
	 * @param stream whether the response is a stream, whatever its content type
	 * @param <T> the type of the context
	 * @return the accessor
	 */
	static <T extends Observation.Context> RequestAccessor<T> mapped(Class<T> type,
			Function<T, @Nullable String> method, Predicate<T> stream) {
		return new RequestAccessor<>(type, method, RequestState::of, stream);
	}

	/**
	 * Return the state of a request that starts.
	 */
	RequestState begin(T context) {
		RequestState state = this.state.apply(context);
		if (state == null) {
			state = new RequestState();
			context.put(RequestState.class, state);
		}
		return state;
	}

	/**
	 * Find the state of a request whose context a filter of the application may have
	 * replaced.
	 */
	@Nullable RequestState find(Observation.Context context) {
		return this.type.isInstance(context) ? this.state.apply(this.type.cast(context)) : RequestState.of(context);
	}

	boolean isStream(Observation.Context context, RequestState state) {
		return state.isStream() || (this.type.isInstance(context) && this.stream.test(this.type.cast(context)));
	}

}
