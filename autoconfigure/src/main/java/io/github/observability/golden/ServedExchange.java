package io.github.observability.golden;

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
 * end: the container still dispatches to whoever answers it.
 */
final class ServedExchange implements AsyncListener {

	private final Observation observation;

	private final HttpServletRequest request;

	private final HttpServletResponse response;

	private final AtomicBoolean ended = new AtomicBoolean();

	private volatile @Nullable Throwable failure;

	ServedExchange(Observation observation, HttpServletRequest request, HttpServletResponse response) {
		this.observation = observation;
		this.request = request;
		this.response = response;
	}

	Observation observation() {
		return this.observation;
	}

	void failed(Throwable failure) {
		this.failure = unwrap(failure);
	}

	void leftFirstDispatch() {
		if (this.request.isAsyncStarted()) {
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
		Throwable error = error();
		if (error != null) {
			this.observation.error(error);
		}
		this.observation.stop();
	}

	/**
	 * The exception that left the filter chain or, if a handler answered it with a server
	 * error, the one that was handled. An exception answered with another status is an
	 * outcome like any other.
	 */
	private @Nullable Throwable error() {
		Throwable failure = this.failure;
		if (failure != null) {
			return failure;
		}
		if (this.request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable error) {
			return unwrap(error);
		}
		if (this.response.getStatus() >= HttpStatus.INTERNAL_SERVER_ERROR.value()
				&& this.request.getAttribute(DispatcherServlet.EXCEPTION_ATTRIBUTE) instanceof Throwable handled) {
			return handled;
		}
		return null;
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

	@Override
	public void onError(AsyncEvent event) {
		Throwable failure = event.getThrowable();
		if (failure != null) {
			failed(failure);
		}
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
		// A new asynchronous cycle forgets the listeners of the last one.
		event.getAsyncContext().addListener(this);
	}

}
