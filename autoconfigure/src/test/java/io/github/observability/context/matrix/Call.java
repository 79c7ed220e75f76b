package io.github.observability.context.matrix;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A request with ids of its own.
 *
 * @param traceId id of its trace
 * @param requestId id of the request
 * @param tenant what the application puts into the MDC under a key of its own
 * @param region a field of its baggage
 */
record Call(String traceId, String requestId, String tenant, String region) {

	private static final AtomicInteger number = new AtomicInteger();

	static Call next() {
		int next = number.incrementAndGet();
		return new Call("0af7651916cd43dd8448eb21%08x".formatted(next), "r-" + next, "acme-" + next, "eu-" + next);
	}

	String[] headers() {
		return new String[] { "traceparent", "00-" + this.traceId + "-b7ad6b7169203331-01", "X-Request-Id",
				this.requestId, "X-Tenant", this.tenant, "baggage", "region=" + this.region + ",secret=unlisted" };
	}

}
