package io.github.observability.golden;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.observation.Observation;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.MappingMatch;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * One request from its first dispatch to its end. It ends when the first dispatch returns
 * or, if it is asynchronous, when the container completes it. A timeout is not the end:
 * the container still dispatches to whatever responds to it. A disconnected client is the
 * end: if the client of an asynchronous request disconnects before the first dispatch
 * returns, Tomcat reports neither the end nor anything else.
 */
final class ServletExchange implements AsyncListener {

	/** Exception that a functional endpoint threw inside its filters. */
	static final String HANDLED_ATTRIBUTE = ServletExchange.class.getName() + ".handled";

	/** Spring MVC is optional, so its constants are repeated. */
	private static final String DISPATCHER_EXCEPTION_ATTRIBUTE = "org.springframework.web.servlet.DispatcherServlet.EXCEPTION";

	private static final String DISPATCHER_CONTEXT_ATTRIBUTE = "org.springframework.web.servlet.DispatcherServlet.CONTEXT";

	private final Observation observation;

	private final RequestState state;

	private final GoldenSignalsProperties properties;

	private final RecordingFaults faults;

	private final RouteFinder rejectedRoutes;

	private final StreamMeters.ContentTypes streamTypes;

	private final HttpServletRequest request;

	private final HttpServletResponse response;

	private final AtomicBoolean ended = new AtomicBoolean();

	private volatile @Nullable Throwable failure;

	private volatile boolean disconnected;

	private volatile boolean leftFirstDispatch;

	ServletExchange(Observation observation, RequestState state, HttpServletRequest request,
			HttpServletResponse response, GoldenSignalsProperties properties, RouteFinder rejectedRoutes,
			StreamMeters.ContentTypes streamTypes, RecordingFaults faults) {
		this.observation = observation;
		this.state = state;
		this.request = request;
		this.response = response;
		this.properties = properties;
		this.rejectedRoutes = rejectedRoutes;
		this.streamTypes = streamTypes;
		this.faults = faults;
	}

	Observation observation() {
		return this.observation;
	}

	RequestState state() {
		return this.state;
	}

	void noteContentType(String contentType) {
		if (this.streamTypes.contain(contentType)) {
			this.state.becomeStream();
		}
	}

	void failed(Throwable failure) {
		this.failure = unwrap(failure);
	}

	/**
	 * Report that the container cannot write the response. Any thread may call this.
	 * @param failure the exception that the container throws
	 * @return the same failure
	 */
	IOException cannotWrite(IOException failure) {
		if (isClientAbort(failure)) {
			disconnected();
		}
		return failure;
	}

	private void disconnected() {
		this.disconnected = true;
		if (this.leftFirstDispatch) {
			end();
		}
	}

	void leftFirstDispatch() {
		this.leftFirstDispatch = true;
		if (!this.disconnected && this.request.isAsyncStarted()) {
			this.request.getAsyncContext().addListener(this);
		}
		else {
			end();
		}
	}

	private void end() {
		if (!this.ended.compareAndSet(false, true)) {
			return;
		}
		try {
			settle();
		}
		catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
			report(ex);
		}
		try {
			this.observation.stop();
		}
		catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
			report(ex);
		}
		finally {
			// Still in flight only if it was not recorded.
			this.state.end();
		}
	}

	private void report(Throwable fault) {
		this.faults.report(this.observation.getContext().getName(), fault);
	}

	/**
	 * Set the error of the observation: the exception that left the filter chain, or the
	 * exception that a handler turned into a server error, or the error that the
	 * application reported itself. An exception that a handler turned into a client error
	 * is not an error.
	 */
	private void settle() {
		Throwable reported = (this.observation.getContext() instanceof ServletRequestContext context) ? context.settle()
				: null;
		Throwable failure = this.failure;
		Throwable handled = handled();
		if (this.disconnected || isClientAbort(failure) || isClientAbort(handled)) {
			this.state.overrideOutcome(OutcomeOverride.clientAbort());
			return;
		}
		if (this.state.isStream()) {
			settleStream();
		}
		int status = this.response.getStatus();
		findRoute(status);
		if (failure == null && status >= HttpStatus.INTERNAL_SERVER_ERROR.value()) {
			failure = (handled != null) ? handled : rendered();
		}
		if (failure == null
				&& (status < HttpStatus.BAD_REQUEST.value() || status >= HttpStatus.INTERNAL_SERVER_ERROR.value())) {
			failure = reported;
		}
		if (failure != null) {
			fail(failure);
		}
	}

	/** A handler may fail after it has announced a stream. */
	private void settleStream() {
		String contentType = this.response.getContentType();
		if (contentType != null && !this.streamTypes.contain(contentType)) {
			this.state.becomeResponse();
		}
	}

	/**
	 * A request that Spring MVC did not see has no route yet. One that was rejected gets
	 * the route of its handler, any other the mapping of its servlet.
	 */
	private void findRoute(int status) {
		if (!(this.observation.getContext() instanceof ServletRequestContext context)
				|| context.getPathPattern() != null) {
			return;
		}
		if (isRejection(status)) {
			this.rejectedRoutes.find(this.request);
		}
		if (context.getPathPattern() == null && this.request.getAttribute(DISPATCHER_CONTEXT_ATTRIBUTE) == null) {
			context.setPathPattern(mapping());
		}
	}

	/** The mappings of default servlets tell nothing about a request. */
	private @Nullable String mapping() {
		HttpServletMapping mapping = this.request.getHttpServletMapping();
		MappingMatch match = (mapping != null) ? mapping.getMappingMatch() : null;
		return (match == MappingMatch.EXACT || match == MappingMatch.PATH || match == MappingMatch.EXTENSION)
				? mapping.getPattern() : null;
	}

	private static boolean isRejection(int status) {
		return status == HttpStatus.UNAUTHORIZED.value() || status == HttpStatus.FORBIDDEN.value();
	}

	private @Nullable Throwable handled() {
		Throwable handled = (Throwable) this.request.getAttribute(DISPATCHER_EXCEPTION_ATTRIBUTE);
		return (handled != null) ? handled : (Throwable) this.request.getAttribute(HANDLED_ATTRIBUTE);
	}

	private static boolean isClientAbort(@Nullable Throwable failure) {
		return failure != null && ServletContainerException.isClientAbort(failure);
	}

	/**
	 * Return the exception for which an error page was rendered.
	 */
	private @Nullable Throwable rendered() {
		return (this.request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable error) ? unwrap(error)
				: null;
	}

	private void fail(Throwable failure) {
		if (this.properties.isExpected(failure)) {
			this.state.overrideOutcome(OutcomeOverride.expected(failure));
		}
		else {
			this.observation.error(failure);
		}
	}

	private static Throwable unwrap(Throwable failure) {
		Throwable cause = failure.getCause();
		return (failure instanceof ServletException && cause != null) ? cause : failure;
	}

	@Override
	public void onComplete(AsyncEvent event) {
		end();
	}

	@Override
	public void onTimeout(AsyncEvent event) {
		// The container continues with a dispatch or an error page, then completes.
	}

	/**
	 * An exception of a dispatch has passed the filter before. Any other exception that
	 * the container reports is an error of the connection.
	 */
	@Override
	public void onError(AsyncEvent event) {
		Throwable failure = event.getThrowable();
		if (failure instanceof IOException && this.failure == null) {
			disconnected();
		}
		else if (failure != null) {
			failed(failure);
		}
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
		// A new asynchronous cycle drops the listeners of the previous one.
		event.getAsyncContext().addListener(this);
	}

	/**
	 * Finds the route of a request whose handler nobody has looked up.
	 */
	@FunctionalInterface
	interface RouteFinder {

		/**
		 * Find the route of a request without changing the request. The mapping reports
		 * it to the observation.
		 * @param request the request
		 */
		void find(HttpServletRequest request);

	}

}
