package io.github.observability.context;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.slf4j.MDC;

import org.springframework.mock.web.MockHttpServletRequest;

/**
 * The MDC entries of one request, put and taken away.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RequestLogContextBenchmark {

	private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/hello");

	private final RequestLogContext held = new RequestLogContext(this.request::getHeader, "X-Request-Id", List.of(),
			List.of());

	/**
	 * Make the context of a request, with a new id, put it and take it away.
	 */
	@Benchmark
	public void starterWithNewId() {
		RequestLogContext context = new RequestLogContext(this.request::getHeader, "X-Request-Id", List.of(),
				List.of());
		context.put();
		context.remove();
	}

	/**
	 * Put a known context and take it away, as for each further dispatch.
	 */
	@Benchmark
	public void starterPutAndRemove() {
		this.held.put();
		this.held.remove();
	}

	/**
	 * Put one entry and take it away by hand.
	 */
	@Benchmark
	public void mdcByHand() {
		MDC.put("requestId", "0af7651916cd43dd8448eb211c80319c");
		MDC.remove("requestId");
	}

}
