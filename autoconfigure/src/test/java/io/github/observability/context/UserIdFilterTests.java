package io.github.observability.context;

import java.io.IOException;
import java.util.List;

import jakarta.servlet.ServletException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UserIdFilter} and {@link ReactiveUserIdFilter}.
 */
class UserIdFilterTests {

	private final RequestLogContext context = new RequestLogContext((header) -> "r-1", "", List.of(), List.of());

	@ParameterizedTest
	@ValueSource(classes = { IllegalStateException.class, NoClassDefFoundError.class, AssertionError.class,
			StackOverflowError.class })
	void servesARequestWhoseUserCannotBeResolved(Class<? extends Throwable> failure)
			throws ServletException, IOException {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setAttribute(ServletRequestLogContext.ATTRIBUTE, this.context);
		MockFilterChain chain = new MockFilterChain();
		new UserIdFilter((each) -> Failures.raise(failure)).doFilter(request, new MockHttpServletResponse(), chain);
		assertThat(chain.getRequest()).isSameAs(request);
	}

	@ParameterizedTest
	@ValueSource(classes = { IllegalStateException.class, NoClassDefFoundError.class, AssertionError.class,
			StackOverflowError.class })
	void servesAReactiveRequestWhoseUserCannotBeResolved(Class<? extends Throwable> failure) {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
		ReactiveUserIdFilter filter = new ReactiveUserIdFilter((each) -> Mono.just(Failures.raise(failure)));
		filter.filter(exchange, (served) -> Mono.fromRunnable(() -> served.getAttributes().put("served", Boolean.TRUE)))
			.contextWrite((reactor) -> reactor.put(RequestLogContextAccessor.KEY, this.context))
			.block();
		assertThat(exchange.getAttributes()).containsKey("served");
	}

}
