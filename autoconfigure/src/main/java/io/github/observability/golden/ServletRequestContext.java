package io.github.observability.golden;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.Iterator;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * Spring's context of a served request, with fields for the state that recording needs,
 * so that nothing has to be put into and looked up in the context's maps.
 */
final class ServletRequestContext extends ServerRequestObservationContext {

	static final RequestAccessor<ServletRequestContext> ACCESSOR = new RequestAccessor<>(ServletRequestContext.class,
			ServletRequestContext::method, ServletRequestContext::state, (context) -> false);

	private final CachedKeyValues lowCardinality = new CachedKeyValues();

	private final CachedKeyValues highCardinality = new CachedKeyValues();

	private final RequestState state = new RequestState();

	private volatile @Nullable Throwable reported;

	private volatile boolean settled;

	ServletRequestContext(HttpServletRequest request, HttpServletResponse response) {
		super(request, response);
	}

	private @Nullable String method() {
		HttpServletRequest request = getCarrier();
		return (request != null) ? request.getMethod() : null;
	}

	RequestState state() {
		return this.state;
	}

	/**
	 * Keeps an error until the request ends. Whether it counts as an error depends on the
	 * status: Spring Security, for example, reports each rejection.
	 */
	@Override
	public void setError(Throwable error) {
		if (this.settled) {
			super.setError(error);
		}
		else {
			this.reported = error;
		}
	}

	/**
	 * Accept errors as they are from now on.
	 * @return the error that was reported while the request was served
	 */
	@Nullable Throwable settle() {
		this.settled = true;
		return this.reported;
	}

	/**
	 * Keeps the route that was asked for when the request is forwarded, or dispatched to
	 * the error page, which nobody asked for.
	 */
	@Override
	public void setPathPattern(@Nullable String pathPattern) {
		HttpServletRequest request = getCarrier();
		if (getPathPattern() == null && (request == null || request.getDispatcherType() != DispatcherType.ERROR)) {
			super.setPathPattern(pathPattern);
		}
	}

	@Override
	public Observation.Context addLowCardinalityKeyValue(KeyValue keyValue) {
		this.lowCardinality.add(KeyValues.of(keyValue));
		return this;
	}

	@Override
	public Observation.Context addLowCardinalityKeyValues(KeyValues keyValues) {
		this.lowCardinality.add(keyValues);
		return this;
	}

	@Override
	public Observation.Context removeLowCardinalityKeyValue(String keyName) {
		this.lowCardinality.remove(keyName);
		return this;
	}

	@Override
	public KeyValues getLowCardinalityKeyValues() {
		return this.lowCardinality.get();
	}

	@Override
	public @Nullable KeyValue getLowCardinalityKeyValue(String key) {
		return this.lowCardinality.get(key);
	}

	@Override
	public Observation.Context addHighCardinalityKeyValue(KeyValue keyValue) {
		this.highCardinality.add(KeyValues.of(keyValue));
		return this;
	}

	@Override
	public Observation.Context addHighCardinalityKeyValues(KeyValues keyValues) {
		this.highCardinality.add(keyValues);
		return this;
	}

	@Override
	public Observation.Context removeHighCardinalityKeyValue(String keyName) {
		this.highCardinality.remove(keyName);
		return this;
	}

	@Override
	public KeyValues getHighCardinalityKeyValues() {
		return this.highCardinality.get();
	}

	@Override
	public @Nullable KeyValue getHighCardinalityKeyValue(String key) {
		return this.highCardinality.get(key);
	}

	/**
	 * Key-values of one observation, stored as its convention returns them. Micrometer's
	 * context puts them into a map one by one and rebuilds them for each reader.
	 */
	static final class CachedKeyValues {

		private static final AtomicReferenceFieldUpdater<CachedKeyValues, KeyValues> VALUES = AtomicReferenceFieldUpdater
			.newUpdater(CachedKeyValues.class, KeyValues.class, "values");

		private volatile KeyValues values = KeyValues.empty();

		KeyValues get() {
			return this.values;
		}

		@Nullable KeyValue get(String key) {
			for (KeyValue value : this.values) {
				if (value.getKey().equals(key)) {
					return value;
				}
			}
			return null;
		}

		void add(KeyValues added) {
			KeyValues current;
			KeyValues next;
			do {
				current = this.values;
				next = haveSameKeys(current, added) ? added : current.and(added);
			}
			while (!VALUES.compareAndSet(this, current, next));
		}

		void remove(String key) {
			KeyValues current;
			KeyValues next;
			do {
				current = this.values;
				next = KeyValues.of(current.stream().filter((value) -> !value.getKey().equals(key)).toList());
			}
			while (!VALUES.compareAndSet(this, current, next));
		}

		/**
		 * Whether a convention was called again, as at the end of an observation.
		 */
		private static boolean haveSameKeys(KeyValues some, KeyValues others) {
			Iterator<KeyValue> other = others.iterator();
			for (KeyValue value : some) {
				if (!other.hasNext() || !other.next().getKey().equals(value.getKey())) {
					return false;
				}
			}
			return !other.hasNext();
		}

	}

}
