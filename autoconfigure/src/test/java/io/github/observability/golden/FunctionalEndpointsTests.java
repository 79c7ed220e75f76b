package io.github.observability.golden;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.util.ServletRequestPathUtils;

import static org.assertj.core.api.Assertions.assertThat;

class FunctionalEndpointsTests {

	private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/rides");

	@ParameterizedTest
	@EnumSource(Shape.class)
	void notesAnExceptionThatTheEndpointHandles(Shape shape) throws Exception {
		RouterFunction<?> router = shape.router;
		FunctionalEndpoints.Servlets.postProcessor().postProcessAfterInitialization(router, "router");
		FunctionalEndpoints.Servlets.postProcessor().postProcessAfterInitialization(router, "router");
		assertThat(serve(router).statusCode().value()).isEqualTo(503);
		assertThat(this.request.getAttribute(ServletExchange.HANDLED_ATTRIBUTE))
			.isInstanceOf(IllegalStateException.class);
	}

	@Test
	void leavesRouterFunctionsOfTheApplicationAlone() {
		RouterFunction<ServerResponse> own = (request) -> Optional.empty();
		assertThat(FunctionalEndpoints.Servlets.postProcessor().postProcessAfterInitialization(own, "own"))
			.isSameAs(own);
		assertThat(FunctionalEndpoints.Servlets.postProcessor().postProcessAfterInitialization("bean", "bean"))
			.isEqualTo("bean");
	}

	private ServerResponse serve(RouterFunction<?> router) throws Exception {
		ServletRequestPathUtils.parseAndCache(this.request);
		ServerRequest request = ServerRequest.create(this.request, java.util.List.of());
		HandlerFunction<?> handler = router.route(request).orElseThrow();
		return handler.handle(request);
	}

	/**
	 * Ways to compose router functions.
	 */
	enum Shape {

		BUILT(RouterFunctions.route()
			.GET("/rides", Shape::fail)
			.onError(IllegalStateException.class, (failure, request) -> unavailable())
			.build()),

		FILTERED(RouterFunctions.route(RequestPredicates.GET("/rides"), Shape::fail).filter(Shape::recover)),

		NESTED(RouterFunctions
			.nest(RequestPredicates.path("/"), RouterFunctions.route(RequestPredicates.GET("/rides"), Shape::fail))
			.filter(Shape::recover)),

		COMPOSED(RouterFunctions.route(RequestPredicates.GET("/drivers"), Shape::fail)
			.and(RouterFunctions.route(RequestPredicates.GET("/rides"), Shape::fail))
			.filter(Shape::recover)),

		COMPOSED_OF_OTHERS(RouterFunctions.route(RequestPredicates.GET("/drivers"), Shape::fail)
			.andOther(RouterFunctions.route(RequestPredicates.GET("/rides"), Shape::fail).filter(Shape::recover))),

		WITH_ATTRIBUTES(RouterFunctions.route(RequestPredicates.GET("/rides"), Shape::fail)
			.withAttribute("name", "value")
			.filter(Shape::recover)),

		FAILING_FILTER(RouterFunctions.route(RequestPredicates.GET("/rides"), (request) -> unavailable())
			.filter((request, next) -> fail(request))
			.filter(Shape::recover));

		private final RouterFunction<?> router;

		Shape(RouterFunction<?> router) {
			this.router = router;
		}

		private static ServerResponse fail(ServerRequest request) {
			throw new IllegalStateException("an endpoint fails");
		}

		private static ServerResponse recover(ServerRequest request, HandlerFunction<ServerResponse> next)
				throws Exception {
			try {
				return next.handle(request);
			}
			catch (IllegalStateException ex) {
				return unavailable();
			}
		}

		private static ServerResponse unavailable() {
			return ServerResponse.status(503).build();
		}

	}

}
