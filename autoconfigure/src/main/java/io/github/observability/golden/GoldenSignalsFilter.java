package io.github.observability.golden;

import java.io.IOException;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.DispatcherType;
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
 * its observation is stopped once, when its final status is known. A request that is no
 * traffic has none, and nothing that happens while it is served has one.
 */
final class GoldenSignalsFilter extends ServerHttpObservationFilter {

	private static final String EXCHANGE_ATTRIBUTE = GoldenSignalsFilter.class.getName() + ".exchange";

	private static final String UNOBSERVED_ATTRIBUTE = GoldenSignalsFilter.class.getName() + ".unobserved";

	private static final ServerRequestObservationConvention DEFAULT_CONVENTION = new DefaultServerRequestObservationConvention();

	private final ObservationRegistry registry;

	private final ServerRequestObservationConvention convention;

	private final IgnoredPaths ignoredPaths;

	private final StreamContentTypes streamTypes;

	private final ExpectedExceptions expectedExceptions;

	private final UnservedRoutes unservedRoutes;

	private final RecordingFaults faults;

	GoldenSignalsFilter(ObservationRegistry registry, ServerRequestObservationConvention convention,
			IgnoredPaths ignoredPaths, StreamContentTypes streamTypes, ExpectedExceptions expectedExceptions,
			UnservedRoutes unservedRoutes, RecordingFaults faults) {
		super(registry, convention);
		this.registry = registry;
		this.convention = convention;
		this.ignoredPaths = ignoredPaths;
		this.streamTypes = streamTypes;
		this.expectedExceptions = expectedExceptions;
		this.unservedRoutes = unservedRoutes;
		this.faults = faults;
	}

	/**
	 * The error page of a request that is no traffic is none either.
	 */
	@Override
	protected boolean shouldNotFilterErrorDispatch() {
		return false;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (isUnobserved(request)) {
			serveUnobserved(request, response, chain);
			return;
		}
		if (request.getDispatcherType() == DispatcherType.ERROR) {
			chain.doFilter(request, response);
			return;
		}
		ServedExchange exchange = (ServedExchange) request.getAttribute(EXCHANGE_ATTRIBUTE);
		if (exchange != null) {
			serve(exchange, request, response, chain);
			return;
		}
		exchange = start(request, response);
		try {
			serve(exchange, request, new ServedResponse(response, exchange, this.streamTypes), chain);
		}
		finally {
			exchange.leftFirstDispatch();
		}
	}

	private boolean isUnobserved(HttpServletRequest request) {
		if (request.getDispatcherType() != DispatcherType.REQUEST) {
			return request.getAttribute(UNOBSERVED_ATTRIBUTE) != null;
		}
		String uri = request.getRequestURI();
		return uri != null && this.ignoredPaths.contain(uri, request.getContextPath().length());
	}

	private static void serveUnobserved(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		request.setAttribute(UNOBSERVED_ATTRIBUTE, Boolean.TRUE);
		boolean before = Unobserved.enter();
		try {
			chain.doFilter(request, response);
		}
		finally {
			Unobserved.restore(before);
		}
	}

	private void serve(ServedExchange exchange, HttpServletRequest request, HttpServletResponse response,
			FilterChain chain) throws ServletException, IOException {
		try (Observation.Scope scope = exchange.observation().openScope()) {
			onScopeOpened(scope, request, response);
			chain.doFilter(request, response);
		}
		catch (Throwable ex) {
			if (MalformedRequest.isBehind(ex)) {
				response.setStatus(HttpStatus.BAD_REQUEST.value());
			}
			else {
				exchange.failed(ex);
				response.setStatus(HttpStatus.INTERNAL_SERVER_ERROR.value());
			}
			throw ex;
		}
	}

	private ServedExchange start(HttpServletRequest request, HttpServletResponse response) {
		GoldenServerRequestContext context = new GoldenServerRequestContext(request, response);
		Observation observation = start(context);
		ServedExchange exchange = new ServedExchange(observation, context.request(), request, response,
				this.expectedExceptions, this.unservedRoutes, this.faults);
		request.setAttribute(EXCHANGE_ATTRIBUTE, exchange);
		if (!observation.isNoop()) {
			request.setAttribute(CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE, observation.getContext());
		}
		return exchange;
	}

	private Observation start(GoldenServerRequestContext context) {
		try {
			return ServerHttpObservationDocumentation.HTTP_SERVLET_SERVER_REQUESTS
				.observation(this.convention, DEFAULT_CONVENTION, () -> context, this.registry)
				.start();
		}
		catch (RuntimeException ex) {
			this.faults.report(this.convention.getName(), ex);
			return Observation.NOOP;
		}
	}

}
