package io.github.observability.golden;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.observation.Observation;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * One request from its first dispatch to its end, which is where the first dispatch
 * returns or, for an asynchronous one, where the container completes it. A timeout is no
 * end: the container still dispatches to whoever answers it. That the client has gone is
 * one: of an asynchronous request whose client leaves before the first dispatch returns,
 * Tomcat forgets to tell the end, or anything at all.
 */
final class ServedExchange implements AsyncListener {

	private final Observation observation;

	private final RequestInFlight state;

	private final ExpectedExceptions expected;

	private final RecordingFaults faults;

	private final UnservedRoutes routes;

	private final HttpServletRequest request;

	private final HttpServletResponse response;

	private final AtomicBoolean ended = new AtomicBoolean();

	private volatile @Nullable Throwable failure;

	private volatile boolean disconnected;

	private volatile boolean leftFirstDispatch;

	ServedExchange(Observation observation, RequestInFlight state, HttpServletRequest request,
			HttpServletResponse response, ExpectedExceptions expected, UnservedRoutes routes, RecordingFaults faults) {
		this.observation = observation;
		this.state = state;
		this.request = request;
		this.response = response;
		this.expected = expected;
		this.routes = routes;
		this.faults = faults;
	}

	Observation observation() {
		return this.observation;
	}

	RequestInFlight state() {
		return this.state;
	}

	void failed(Throwable failure) {
		this.failure = unwrap(failure);
	}

	/**
	 * Note that the container cannot write the answer, which may be on any thread.
	 * @param failure what the container throws
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
			this.observation.stop();
		}
		catch (RuntimeException ex) {
			this.faults.report(this.observation.getContext().getName(), ex);
		}
		finally {
			// Only what was not recorded is still in flight.
			this.state.end();
		}
	}

	/**
	 * Tell the observation of what went wrong: of the exception that left the filter
	 * chain or, if a handler answered it with a server error, the one that was handled,
	 * or what the application has reported itself. An exception that was answered with a
	 * client error is an outcome like any other.
	 */
	private void settle() {
		Throwable reported = (this.observation.getContext() instanceof GoldenServerRequestContext context)
				? context.settle() : null;
		Throwable failure = this.failure;
		Throwable handled = (Throwable) this.request.getAttribute(DispatcherServlet.EXCEPTION_ATTRIBUTE);
		if (this.disconnected || isClientAbort(failure) || isClientAbort(handled)) {
			this.state.endUnusually(UnusualEnd.clientAbort());
			return;
		}
		int status = this.response.getStatus();
		if (RejectionStatus.contains(status) && !hasRoute()) {
			this.routes.find(this.request);
		}
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

	private boolean hasRoute() {
		return !(this.observation.getContext() instanceof GoldenServerRequestContext context)
				|| context.getPathPattern() != null;
	}

	private static boolean isClientAbort(@Nullable Throwable failure) {
		return failure != null && ClientAbort.isBehind(failure);
	}

	/**
	 * The exception that an error view was rendered for.
	 */
	private @Nullable Throwable rendered() {
		return (this.request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable error) ? unwrap(error)
				: null;
	}

	private void fail(Throwable failure) {
		if (this.expected.contain(failure)) {
			this.state.endUnusually(UnusualEnd.expected(failure));
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
		// The container goes on with a dispatch or an error page, then completes.
	}

	/**
	 * What a dispatch fails with has passed the filter before. What the container brings
	 * up besides is an error of the connection.
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
		// A new asynchronous cycle forgets the listeners of the last one.
		event.getAsyncContext().addListener(this);
	}

}
