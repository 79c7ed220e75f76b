package io.github.observability.context;

import java.util.List;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.filter.ServerHttpObservationFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link CompletedSpan}.
 */
class CompletedSpanTests {

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	private final RequestLogContext logContext = new RequestLogContext((header) -> "r-1", "", List.of(), List.of());

	@AfterEach
	void clear() {
		this.logContext.remove();
		this.logContext.removeTraceIds();
	}

	@Test
	void restoresTheIdsIfTheTracerIsNotUnique() {
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		beans.addBean("one", mock(Tracer.class));
		beans.addBean("other", mock(Tracer.class));
		restore(beans);
	}

	@Test
	void restoresTheIdsIfTheTracerFails() {
		Tracer failing = mock(Tracer.class, (call) -> {
			throw new IllegalStateException("closed");
		});
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		beans.addBean("tracer", failing);
		restore(beans);
	}

	private void restore(StaticListableBeanFactory beans) {
		TraceContext ids = mock(TraceContext.class);
		given(ids.traceId()).willReturn("t-1");
		given(ids.spanId()).willReturn("s-1");
		Span span = mock(Span.class);
		given(span.context()).willReturn(ids);
		TracingContext tracing = new TracingContext();
		tracing.setSpan(span);
		ServerRequestObservationContext observed = new ServerRequestObservationContext(this.request,
				new MockHttpServletResponse());
		observed.put(TracingContext.class, tracing);
		this.request.setAttribute(ServerHttpObservationFilter.CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE, observed);
		new CompletedSpan(beans.getBeanProvider(Tracer.class), List.of("tenant")).restore(this.request,
				this.logContext);
		assertThat(MDC.get("traceId")).isEqualTo("t-1");
		assertThat(MDC.get("spanId")).isEqualTo("s-1");
	}

}
