package io.github.observability.console;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.github.observability.DaemonScheduler;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.DisposableBean;

/**
 * Times a method in the background, one at a time, and remembers what the last one took.
 * The endpoint {@code profile} does the work.
 */
final class TimedMethod implements DisposableBean {

	private static final int DEFAULT_SECONDS = 10;

	private static final String ABSENT = "The endpoint 'profile' times methods, and this application does not have it. "
			+ "It needs the actuator. 'observability.profiling.endpoint.enabled' must not be off, and must be on "
			+ "where the console is allowed in production";

	private final @Nullable EndpointReads endpoints;

	private final JsonMapper json;

	private volatile Timing timing = new Timing(State.NONE, "", 0, 0, "", null);

	private @Nullable DaemonScheduler scheduler;

	TimedMethod(@Nullable EndpointReads endpoints, JsonMapper json) {
		this.endpoints = endpoints;
		this.json = json;
	}

	/**
	 * Begin to time a method.
	 * @param parameters the filter, and for how many seconds
	 * @return the state, or a sentence that says why not
	 */
	synchronized ConsoleResponse start(Map<String, String> parameters) {
		String filter = parameters.getOrDefault("filter", "");
		int seconds;
		try {
			seconds = Integer.parseInt(parameters.getOrDefault("seconds", Integer.toString(DEFAULT_SECONDS)));
		}
		catch (NumberFormatException ex) {
			return ConsoleResponse.text(400, "'seconds' must be a whole number\n");
		}
		if (this.timing.state() == State.RUNNING) {
			return ConsoleResponse.text(409, "'" + this.timing.filter() + "' is being timed for "
					+ this.timing.seconds() + " s; wait until that ends\n");
		}
		Timing begun = new Timing(State.RUNNING, filter, seconds, System.currentTimeMillis(), "", null);
		this.timing = begun;
		this.scheduler = new DaemonScheduler("observability-console-timing");
		this.scheduler.once(() -> run(begun), Duration.ZERO);
		return json(202, begun);
	}

	ConsoleResponse state() {
		return json(200, this.timing);
	}

	private void run(Timing begun) {
		Timing ended = begun.failed("The method was not timed");
		try {
			Map<String, Object> arguments = new HashMap<>();
			arguments.put("filter", begun.filter());
			arguments.put("seconds", begun.seconds());
			Object result = (this.endpoints != null) ? this.endpoints.read("profile", "method", arguments) : null;
			ended = (result != null) ? begun.done(result) : begun.failed(ABSENT);
		}
		catch (RuntimeException ex) {
			// The sentence of the endpoint is the message.
			ended = begun.failed(String.valueOf(ex.getMessage()));
		}
		finally {
			this.timing = ended;
		}
	}

	private ConsoleResponse json(int status, Timing timing) {
		return ConsoleResponse.of(status, "application/json", this.json.writeValueAsBytes(timing));
	}

	@Override
	public synchronized void destroy() {
		if (this.scheduler != null) {
			this.scheduler.stop();
		}
	}

	/**
	 * Where the timing of a method is.
	 */
	enum State {

		NONE, RUNNING, DONE, FAILED

	}

	/**
	 * The timing of a method.
	 *
	 * @param state where it is
	 * @param filter the class and the method
	 * @param seconds for how long
	 * @param started when it began, in milliseconds since the epoch
	 * @param reason why it failed, empty if it did not
	 * @param result what the endpoint returned, {@code null} before
	 */
	record Timing(State state, String filter, int seconds, long started, String reason, @Nullable Object result) {

		Timing done(Object found) {
			return new Timing(State.DONE, this.filter, this.seconds, this.started, "", found);
		}

		Timing failed(String sentence) {
			return new Timing(State.FAILED, this.filter, this.seconds, this.started, sentence, null);
		}

	}

}
