package io.github.observability.profiling;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * {@link Endpoint @Endpoint} that takes a profile of this instance.
 */
@Endpoint(id = "profile")
final class ProfileEndpoint {

	/** An extension replaces an operation only if both produce the same. */
	static final String HTML = "text/html";

	static final String TEXT = "text/plain";

	static final String BYTES = "application/octet-stream";

	private final Profiles profiles;

	ProfileEndpoint(Profiles profiles) {
		this.profiles = profiles;
	}

	/**
	 * Take a profile.
	 * @return text, which encodes a recording as Base64
	 */
	@ReadOperation(produces = { HTML, TEXT, BYTES })
	String take(@Nullable Integer seconds, @Nullable String event, @Nullable String format) {
		return said(() -> {
			ProfileRequest request = ProfileRequest.of(seconds, event, format);
			byte[] profile = this.profiles.take(request);
			return (request.format() == ProfileFormat.JFR) ? Base64.getEncoder().encodeToString(profile)
					: new String(profile, StandardCharsets.UTF_8);
		});
	}

	@ReadOperation
	@Nullable Object part(@Selector String part, @Nullable String filter, @Nullable Integer seconds) {
		return said(() -> this.profiles.part(part, filter, seconds));
	}

	/** JMX passes the sentence on, but not a type of ours. */
	private static <T extends @Nullable Object> T said(Supplier<T> work) {
		try {
			return work.get();
		}
		catch (ProfileException ex) {
			String message = String.valueOf(ex.getMessage());
			throw new InvalidEndpointRequestException(message, message);
		}
	}

}
