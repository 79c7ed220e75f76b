package io.github.observability.golden;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

class ServletRejectedRoutesTests {

	private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/rides/1");

	private final ServletRequestContext context = new ServletRequestContext(this.request,
			new MockHttpServletResponse());

	private final HandlerMapping rides = (request) -> {
		request.setAttribute("set", "by the mapping");
		request.removeAttribute("removed");
		assertThat(request.getAttribute("set")).isEqualTo("by the mapping");
		assertThat(request.getAttribute("removed")).isNull();
		ServerHttpObservationFilter.findObservationContext(request)
			.ifPresent((context) -> context.setPathPattern("/rides/{id}"));
		return new HandlerExecutionChain("handler");
	};

	@Test
	void findsTheRouteAndLeavesTheRequestAsItIs() {
		this.request.setAttribute(ServerHttpObservationFilter.CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE, this.context);
		this.request.setAttribute("removed", "not really");
		List<String> attributes = Collections.list(this.request.getAttributeNames());
		new ServletRejectedRoutes(() -> List.of((request) -> null, this.rides, (request) -> {
			throw new AssertionError("is not asked");
		})).find(this.request);
		assertThat(this.context.getPathPattern()).isEqualTo("/rides/{id}");
		assertThat(Collections.list(this.request.getAttributeNames())).containsExactlyElementsOf(attributes);
	}

	@Test
	void findsNoRouteWhereNoHandlerWouldTakeTheRequest() {
		new ServletRejectedRoutes(() -> List.of((request) -> {
			throw new HttpRequestMethodNotSupportedException("GET");
		}, this.rides)).find(this.request);
		assertThat(this.context.getPathPattern()).isNull();
	}

	@Test
	void asksForMappingsOnce() {
		AtomicInteger asked = new AtomicInteger();
		ServletRejectedRoutes routes = new ServletRejectedRoutes(() -> {
			asked.incrementAndGet();
			return List.of();
		});
		routes.find(this.request);
		routes.find(this.request);
		assertThat(asked).hasValue(1);
	}

}
