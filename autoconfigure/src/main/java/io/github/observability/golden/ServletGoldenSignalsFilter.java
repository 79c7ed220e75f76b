package io.github.observability.golden;

import java.io.IOException;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerHttpObservationDocumentation;
import org.springframework.http.server.observation.ServerRequestObservationConvention;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Spring's observation filter with a corrected life cycle: whatever happens to a request,
 * its observation is stopped once, when the final status is known. An ignored request has
 * no observation, and neither has anything that happens while it is served.
 */
final class ServletGoldenSignalsFilter extends ServerHttpObservationFilter {

	private static final String EXCHANGE_ATTRIBUTE = ServletGoldenSignalsFilter.class.getName() + ".exchange";

	private static final String FILTERED_ATTRIBUTE = ServletGoldenSignalsFilter.class.getName()
			+ ALREADY_FILTERED_SUFFIX;

	private static final String SUPPRESSED_ATTRIBUTE = ServletGoldenSignalsFilter.class.getName() + ".suppressed";

	private static final ServerRequestObservationConvention DEFAULT_CONVENTION = new DefaultServerRequestObservationConvention();

	private final ObservationRegistry registry;

	private final ServerRequestObservationConvention convention;

	private final IgnoredPaths ignoredPaths;

	private final StreamMeters.ContentTypes streamTypes;

	private final GoldenSignalsProperties properties;

	private final ServletExchange.RouteFinder rejectedRoutes;

	private final RecordingFaults faults;

	ServletGoldenSignalsFilter(ObservationRegistry registry, ServerRequestObservationConvention convention,
			GoldenSignalsProperties properties, IgnoredPaths ignoredPaths, ServletExchange.RouteFinder rejectedRoutes,
			RecordingFaults faults) {
		super(registry, convention);
		this.registry = registry;
		this.convention = convention;
		this.ignoredPaths = ignoredPaths;
		this.streamTypes = new StreamMeters.ContentTypes(properties.streamContentTypes());
		this.properties = properties;
		this.rejectedRoutes = rejectedRoutes;
		this.faults = faults;
	}

	/** Spring puts the name together for each request. */
	@Override
	protected String getAlreadyFilteredAttributeName() {
		return FILTERED_ATTRIBUTE;
	}

	/**
	 * The error page of an ignored request is ignored, too.
	 */
	@Override
	protected boolean shouldNotFilterErrorDispatch() {
		return false;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (isIgnored(request)) {
			serveSuppressed(request, response, chain);
			return;
		}
		if (request.getDispatcherType() == DispatcherType.ERROR) {
			serveNested(request, response, chain);
			return;
		}
		ServletExchange exchange = (ServletExchange) request.getAttribute(EXCHANGE_ATTRIBUTE);
		if (exchange != null) {
			serve(exchange, request, response, chain);
			return;
		}
		exchange = start(request, response);
		try {
			serve(exchange, request, new ServletObservedResponse(response, exchange), chain);
		}
		finally {
			exchange.leftFirstDispatch();
		}
	}

	@Override
	protected void doFilterNestedErrorDispatch(HttpServletRequest request, HttpServletResponse response,
			FilterChain chain) throws ServletException, IOException {
		serveNested(request, response, chain);
	}

	private static void serveNested(ServletRequest request, ServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (!(request.getAttribute(CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE) instanceof ServletRequestContext context)) {
			chain.doFilter(request, response);
			return;
		}
		context.enterNestedDispatch();
		try {
			chain.doFilter(request, response);
		}
		finally {
			context.leaveNestedDispatch();
		}
	}

	private boolean isIgnored(HttpServletRequest request) {
		if (request.getDispatcherType() != DispatcherType.REQUEST) {
			return request.getAttribute(SUPPRESSED_ATTRIBUTE) != null;
		}
		String uri = request.getRequestURI();
		return uri != null && this.ignoredPaths.contain(uri, request.getContextPath().length());
	}

	private static void serveSuppressed(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		request.setAttribute(SUPPRESSED_ATTRIBUTE, Boolean.TRUE);
		boolean before = RequestSuppression.enter();
		try {
			chain.doFilter(request, response);
		}
		finally {
			RequestSuppression.restore(before);
		}
	}

	private void serve(ServletExchange exchange, HttpServletRequest request, HttpServletResponse response,
			FilterChain chain) throws ServletException, IOException {
		Observation.Scope scope = openScope(exchange);
		try {
			chain.doFilter(request, response);
		}
		catch (Throwable ex) {
			if (ServletContainerException.isMalformedRequest(ex)) {
				response.setStatus(HttpStatus.BAD_REQUEST.value());
			}
			else {
				exchange.failed(ex);
				response.setStatus(HttpStatus.INTERNAL_SERVER_ERROR.value());
			}
			throw ex;
		}
		finally {
			closeScope(scope);
		}
	}

	/** A scope is current even if a handler throws while it is opened. */
	private Observation.Scope openScope(ServletExchange exchange) {
		try {
			return exchange.observation().openScope();
		}
		catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
			this.faults.report(this.convention.getName(), ex);
			Observation.Scope opened = this.registry.getCurrentObservationScope();
			return (opened != null && this.registry.getCurrentObservation() == exchange.observation()) ? opened
					: Observation.Scope.NOOP;
		}
	}

	/** A scope stays current on its thread if a handler throws while it is closed. */
	private void closeScope(Observation.Scope scope) {
		try {
			scope.close();
		}
		catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
			this.faults.report(this.convention.getName(), ex);
			this.registry.setCurrentObservationScope(scope.getPreviousObservationScope());
		}
	}

	private ServletExchange start(HttpServletRequest request, HttpServletResponse response) {
		ServletRequestContext context = new ServletRequestContext(request, response);
		Observation observation = start(context);
		ServletExchange exchange = new ServletExchange(observation, context.state(), request, response, this.properties,
				this.rejectedRoutes, this.streamTypes, this.faults);
		request.setAttribute(EXCHANGE_ATTRIBUTE, exchange);
		if (!observation.isNoop()) {
			request.setAttribute(CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE, observation.getContext());
		}
		return exchange;
	}

	private Observation start(ServletRequestContext context) {
		try {
			return ServerHttpObservationDocumentation.HTTP_SERVLET_SERVER_REQUESTS
				.observation(this.convention, DEFAULT_CONVENTION, () -> context, this.registry)
				.start();
		}
		catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
			this.faults.report(this.convention.getName(), ex);
			return Observation.NOOP;
		}
	}

	/**
	 * Surrounds forwards and includes, which a container does not report on the request
	 * that is being observed.
	 */
	static final class NestedDispatchFilter implements Filter {

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			serveNested(request, response, chain);
		}

	}

}
