package io.github.observability.golden;

import java.io.IOException;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerHttpObservationDocumentation;
import org.springframework.http.server.observation.ServerRequestObservationConvention;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Spring's observation filter with a corrected life cycle: whatever happens to a request,
 * its observation is stopped once, when its final status is known.
 */
final class GoldenSignalsFilter extends ServerHttpObservationFilter {

	private static final String EXCHANGE_ATTRIBUTE = GoldenSignalsFilter.class.getName() + ".exchange";

	private static final ServerRequestObservationConvention DEFAULT_CONVENTION = new DefaultServerRequestObservationConvention();

	private final ObservationRegistry registry;

	private final ServerRequestObservationConvention convention;

	GoldenSignalsFilter(ObservationRegistry registry, ServerRequestObservationConvention convention) {
		super(registry, convention);
		this.registry = registry;
		this.convention = convention;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		ServedExchange exchange = (ServedExchange) request.getAttribute(EXCHANGE_ATTRIBUTE);
		boolean initial = exchange == null;
		if (exchange == null) {
			exchange = start(request, response);
		}
		try (Observation.Scope scope = exchange.observation().openScope()) {
			onScopeOpened(scope, request, response);
			chain.doFilter(request, response);
		}
		catch (Throwable ex) {
			exchange.failed(ex);
			response.setStatus(HttpStatus.INTERNAL_SERVER_ERROR.value());
			throw ex;
		}
		finally {
			if (initial) {
				exchange.leftFirstDispatch();
			}
		}
	}

	private ServedExchange start(HttpServletRequest request, HttpServletResponse response) {
		GoldenServerRequestContext context = new GoldenServerRequestContext(request, response);
		Observation observation = ServerHttpObservationDocumentation.HTTP_SERVLET_SERVER_REQUESTS
			.observation(this.convention, DEFAULT_CONVENTION, () -> context, this.registry)
			.start();
		ServedExchange exchange = new ServedExchange(observation, request, response);
		request.setAttribute(EXCHANGE_ATTRIBUTE, exchange);
		if (!observation.isNoop()) {
			request.setAttribute(CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE, observation.getContext());
		}
		return exchange;
	}

}
