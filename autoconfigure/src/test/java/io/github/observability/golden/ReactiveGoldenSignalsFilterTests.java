package io.github.observability.golden;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

class ReactiveGoldenSignalsFilterTests {

	@ParameterizedTest
	@CsvSource({ "application/x-frames, true, false", "application/X-Frames;v=1, true, false",
			"application/x-framesets, false, false", "application/json, false, false",
			"text/event-stream, true, true" })
	void takesResponsesOfConfiguredTypesForStreams(String type, boolean configured, boolean byDefault) {
		assertThat(isStream(type, "stream-content-types=application/x-frames")).isEqualTo(configured);
		assertThat(isStream(type)).isEqualTo(byDefault);
	}

	private static boolean isStream(String type, String... properties) {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/rides"));
		ServerRequestObservationContext context = new ServerRequestObservationContext(exchange.getRequest(),
				exchange.getResponse(), Map.of());
		RequestState state = new RequestState();
		context.put(RequestState.class, state);
		exchange.getAttributes().put(ServerRequestObservationContext.CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE, context);
		new ReactiveGoldenSignalsFilter(TestMeters.properties(properties), new ReactiveRoutes(List::of))
			.filter(exchange, (served) -> {
				served.getResponse().getHeaders().set(HttpHeaders.CONTENT_TYPE, type);
				return served.getResponse().setComplete();
			})
			.block();
		return state.isStream();
	}

}
