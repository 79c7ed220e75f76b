package io.github.observability.profiling;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.util.MimeType;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} that responds with the type of
 * content and the status of HTTP.
 */
@EndpointWebExtension(endpoint = ProfileEndpoint.class)
final class ProfileWebExtension {

	private static final MimeType TEXT = MimeType.valueOf("text/plain;charset=UTF-8");

	private final Profiles profiles;

	ProfileWebExtension(Profiles profiles) {
		this.profiles = profiles;
	}

	@ReadOperation(produces = { ProfileEndpoint.HTML, ProfileEndpoint.TEXT, ProfileEndpoint.BYTES })
	WebEndpointResponse<Object> take(@Nullable Integer seconds, @Nullable String event, @Nullable String format) {
		return said(() -> {
			ProfileRequest request = ProfileRequest.of(seconds, event, format);
			return new WebEndpointResponse<>(this.profiles.take(request), request.format().type());
		});
	}

	@ReadOperation
	WebEndpointResponse<Object> part(@Selector String part, @Nullable String filter, @Nullable Integer seconds) {
		return said(() -> {
			Object found = this.profiles.part(part, filter, seconds);
			return (found != null) ? new WebEndpointResponse<>(found)
					: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		});
	}

	private static WebEndpointResponse<Object> said(Supplier<WebEndpointResponse<Object>> work) {
		try {
			return work.get();
		}
		catch (ProfileException ex) {
			byte[] text = (ex.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
			return new WebEndpointResponse<>(text, ex.status(), TEXT);
		}
	}

}
