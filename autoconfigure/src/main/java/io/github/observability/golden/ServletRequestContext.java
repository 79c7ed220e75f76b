package io.github.observability.golden;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
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

	private static final AtomicIntegerFieldUpdater<ServletRequestContext> NESTED_DISPATCHES = AtomicIntegerFieldUpdater
		.newUpdater(ServletRequestContext.class, "nestedDispatches");

	private final CachedKeyValues lowCardinality = new CachedKeyValues();

	private final CachedKeyValues highCardinality = new CachedKeyValues();

	private final RequestState state = new RequestState();

	private volatile @Nullable Throwable reported;

	private volatile boolean settled;

	private volatile int nestedDispatches;

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
	 * Takes the route that is set last while the request itself is dispatched, so that an
	 * interceptor may refine it. A forward, an include and the error page are for other
	 * handlers and set the route only if there is none.
	 */
	@Override
	public void setPathPattern(@Nullable String pathPattern) {
		if (this.nestedDispatches == 0 || getPathPattern() == null) {
			super.setPathPattern(pathPattern);
		}
	}

	/**
	 * Report that the request is forwarded, included or dispatched to the error page.
	 */
	void enterNestedDispatch() {
		NESTED_DISPATCHES.incrementAndGet(this);
	}

	void leaveNestedDispatch() {
		NESTED_DISPATCHES.decrementAndGet(this);
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
