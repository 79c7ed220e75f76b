package io.github.observability.context;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.context.ContextRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class PropagatedContextTests {

	private final RequestLogContext first = context("r-1");

	private final RequestLogContext second = context("r-2");

	@BeforeEach
	void register() {
		ContextRegistry.getInstance().registerThreadLocalAccessor(new RequestLogContextAccessor());
		ContextRegistry.getInstance().registerThreadLocalAccessor(new MdcKeysAccessor(List.of("tenant")));
	}

	@AfterEach
	void clear() {
		this.first.remove();
		MDC.clear();
		ContextRegistry.getInstance().removeThreadLocalAccessor(MdcKeysAccessor.KEY);
	}

	@Test
	void carriesTheContextIntoEachShapeOfTask() throws Exception {
		PropagatedContext context = capture(this.first, "acme");
		AtomicReference<String> seen = new AtomicReference<>();
		context.runnable(() -> seen.set(mdc())).run();
		assertThat(seen).hasValue("r-1 acme");
		context.consumer(seen::set).accept("consumed");
		assertThat(seen).hasValue("consumed");
		assertThat(context.callable(PropagatedContextTests::mdc).call()).isEqualTo("r-1 acme");
		assertThat(context.supplier(PropagatedContextTests::mdc).get()).isEqualTo("r-1 acme");
		assertThat(context.<String, String>function((argument) -> argument + mdc()).apply("")).isEqualTo("r-1 acme");
		assertThat(context.<String>predicate((expected) -> expected.equals(mdc())).test("r-1 acme")).isTrue();
		assertThat(mdc()).isEqualTo("null null");
	}

	@Test
	void leavesTheThreadAsItWas() {
		PropagatedContext context = capture(this.first, "acme");
		this.second.put();
		MDC.put("tenant", "other");
		MDC.put("own", "kept");
		assertThat(context.supplier(PropagatedContextTests::mdc).get()).isEqualTo("r-1 acme");
		assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("requestId", "r-2", "tenant", "other", "own", "kept"));
		assertThat(RequestLogContext.current()).isSameAs(this.second);
		this.second.remove();
	}

	@Test
	void leavesTheThreadAsItWasAfterAFailure() {
		PropagatedContext context = capture(this.first, "acme");
		assertThatIllegalStateException().isThrownBy(() -> context.runnable(() -> {
			throw new IllegalStateException("failed");
		}).run());
		assertThat(mdc()).isEqualTo("null null");
		assertThat(RequestLogContext.current()).isNull();
	}

	@Test
	void lendsNoContextToATaskThatHasNone() {
		PropagatedContext none = PropagatedContext.capture();
		this.first.put();
		MDC.put("tenant", "acme");
		assertThat(none.supplier(PropagatedContextTests::mdc).get()).isEqualTo("null null");
		assertThat(PropagatedContext.none().supplier(PropagatedContextTests::mdc).get()).isEqualTo("null null");
		assertThat(mdc()).isEqualTo("r-1 acme");
	}

	@Test
	void givesTheContextOfItsMakerToAThread() throws InterruptedException {
		this.first.put();
		MDC.put("tenant", "acme");
		AtomicReference<String> seen = new AtomicReference<>();
		Thread thread = PropagatedContext.threadFactory(Thread::new).newThread(() -> seen.set(mdc()));
		this.first.remove();
		MDC.remove("tenant");
		thread.start();
		thread.join();
		assertThat(seen).hasValue("r-1 acme");
	}

	@Test
	void aWorkerOfARequestLeavesTheIdsOfTheContainerAlone() throws InterruptedException {
		this.first.put();
		PropagatedContext context = PropagatedContext.capture();
		this.first.putTraceIds("trace", "span", Map.of("region", "eu"));
		Thread worker = new Thread(context.runnable(() -> {
		}));
		worker.start();
		worker.join();
		assertThat(MDC.get("traceId")).isEqualTo("trace");
		this.first.remove();
		this.first.removeTraceIds();
		assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
	}

	private static PropagatedContext capture(RequestLogContext request, String tenant) {
		request.put();
		MDC.put("tenant", tenant);
		try {
			return PropagatedContext.capture();
		}
		finally {
			request.remove();
			MDC.remove("tenant");
		}
	}

	private static String mdc() {
		return MDC.get("requestId") + " " + MDC.get("tenant");
	}

	private static RequestLogContext context(String requestId) {
		return new RequestLogContext(Map.of("X-Request-Id", requestId)::get, "X-Request-Id", List.of(), List.of());
	}

}
