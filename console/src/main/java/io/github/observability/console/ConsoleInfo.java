package io.github.observability.console;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

import org.springframework.boot.SpringBootVersion;

/**
 * The application that the console belongs to.
 */
final class ConsoleInfo {

	private final String name;

	private final String version;

	private final long started;

	private volatile long ready = Long.MAX_VALUE;

	ConsoleInfo(String name, String version, long started) {
		this.name = name;
		this.version = version;
		this.started = started;
	}

	@JsonProperty
	String name() {
		return this.name;
	}

	@JsonProperty
	String version() {
		return this.version;
	}

	@JsonProperty
	long started() {
		return this.started;
	}

	@JsonProperty
	String java() {
		return Runtime.version().toString();
	}

	@JsonProperty
	String boot() {
		return SpringBootVersion.getVersion();
	}

	void ready(long millis) {
		this.ready = millis;
	}

	/**
	 * Whether the application served already. What it does while it starts is not part of
	 * a request.
	 * @param millis the time, milliseconds since the epoch
	 * @return whether it did
	 */
	@JsonIgnore
	boolean isReadyAt(long millis) {
		return millis >= this.ready;
	}

}
