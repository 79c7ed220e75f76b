package io.github.observability.context;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;

class RequestLogContextAccessorTests {

	private final RequestLogContextAccessor accessor = new RequestLogContextAccessor();

	private final RequestLogContext first = context("r-1", "acme");

	private final RequestLogContext second = new RequestLogContext(Map.of("X-Request-Id", "r-2")::get, "X-Request-Id",
			List.of("X-Tenant"), List.of("tenant"));

	@AfterEach
	void clear() {
		MDC.clear();
	}

	@Test
	void putsTheEntriesOfARequest() {
		this.first.userId("ada");
		this.accessor.setValue(this.first);
		assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("requestId", "r-1", "tenant", "acme", "userId", "ada"));
		assertThat(this.accessor.getValue()).isSameAs(this.first);
		this.accessor.restore();
	}

	@Test
	void takesAwayTheEntriesOfTheRequestAlone() {
		MDC.put("own", "kept");
		this.accessor.setValue(this.first);
		this.accessor.restore();
		assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("own", "kept"));
		assertThat(this.accessor.getValue()).isNull();
	}

	@Test
	void mixesNoTwoRequests() {
		this.first.userId("ada");
		this.accessor.setValue(this.first);
		this.accessor.setValue(this.second);
		assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("requestId", "r-2"));
		this.accessor.restore(this.first);
		assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("requestId", "r-1", "tenant", "acme", "userId", "ada"));
		this.accessor.restore();
	}

	@Test
	void leavesTheMdcAloneWhereThereIsNoRequest() {
		MDC.put("requestId", "own");
		this.accessor.setValue();
		this.accessor.restore();
		assertThat(MDC.get("requestId")).isEqualTo("own");
	}

	private static RequestLogContext context(String requestId, String tenant) {
		return new RequestLogContext(Map.of("X-Request-Id", requestId, "X-Tenant", tenant)::get, "X-Request-Id",
				List.of("X-Tenant"), List.of("tenant"));
	}

}
