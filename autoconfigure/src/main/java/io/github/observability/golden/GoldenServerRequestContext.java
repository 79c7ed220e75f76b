package io.github.observability.golden;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * Spring's context of a served request with room for what recording needs, so that
 * nothing has to be put into and looked up in the context's maps.
 */
final class GoldenServerRequestContext extends ServerRequestObservationContext {

	private final ContextKeyValues lowCardinality = new ContextKeyValues();

	private final ContextKeyValues highCardinality = new ContextKeyValues();

	private final RequestInFlight request = new RequestInFlight();

	private volatile @Nullable Throwable reported;

	private volatile boolean settled;

	GoldenServerRequestContext(HttpServletRequest request, HttpServletResponse response) {
		super(request, response);
	}

	RequestInFlight request() {
		return this.request;
	}

	/**
	 * Keeps an error for the end of the request. Whether it is one can only be said when
	 * the status is known: Spring Security, for example, reports each rejection.
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
	 * Take errors for what they are from now on.
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

}
