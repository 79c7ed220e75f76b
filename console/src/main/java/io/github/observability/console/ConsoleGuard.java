package io.github.observability.console;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Lets a request to the console through, or rejects it with a response. Every request
 * needs the token, because only authentication protects against DNS rebinding; the peer,
 * the host and the origin are checked as well. Nothing but reading is allowed, except to
 * time a method.
 */
final class ConsoleGuard {

	static final String MCP = "/mcp";

	static final String TIMING = "/api/timing";

	static final String COOKIE = "observability-console";

	private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

	/** A proxy on this machine makes every caller a local one. */
	private static final Set<String> FORWARDED = Set.of("Forwarded", "X-Forwarded-For", "X-Real-IP");

	private static final int MAX_COOKIES = 8192;

	private final byte[] token;

	private final Set<String> hosts;

	private final boolean loopbackOnly;

	ConsoleGuard(String token, ConsoleProperties properties) {
		this.token = token.getBytes(StandardCharsets.UTF_8);
		this.hosts = new HashSet<>(LOCAL_NAMES);
		properties.allowedHosts().forEach((host) -> this.hosts.add(host.toLowerCase(Locale.ROOT)));
		this.loopbackOnly = properties.isLoopbackOnly();
	}

	static String newToken() {
		byte[] random = new byte[24];
		new SecureRandom().nextBytes(random);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
	}

	/**
	 * Check a request.
	 * @param request the request
	 * @return the response to a request that goes no further, {@code null} if it may
	 */
	@Nullable ConsoleResponse check(ConsoleRequest request) {
		if (this.loopbackOnly && (!isLoopback(request.peer()) || isForwarded(request::header))) {
			return refused(403, "The console answers to this machine only. '" + ConsoleProperties.PREFIX
					+ ".allowed-hosts' opens it to others.");
		}
		if (!isAllowedHost(request.header("Host"))) {
			return refused(403, "The console is not reached by this host name. '" + ConsoleProperties.PREFIX
					+ ".allowed-hosts' lists those it may be reached by.");
		}
		if (!isSameOrigin(request)) {
			return refused(403, "The console does not answer to pages of other origins.");
		}
		if (!isAllowedMethod(request)) {
			return refused(405, "This part of the console can only be read.").with("Allow", "GET");
		}
		if (request.header("Upgrade") != null) {
			return refused(400, "The console has no web sockets.");
		}
		String given = request.parameters().get("token");
		if (given != null && request.path().length() <= 1) {
			return isToken(given) ? opened(request) : unauthorized();
		}
		return (isToken(bearer(request)) || isToken(cookie(request))) ? null : unauthorized();
	}

	/**
	 * The token leaves the address bar, the history and what is copied from them.
	 */
	private ConsoleResponse opened(ConsoleRequest request) {
		return ConsoleResponse.text(303, "")
			.with("Location", request.base() + "/")
			.with("Set-Cookie", COOKIE + "=" + new String(this.token, StandardCharsets.UTF_8) + "; Path="
					+ request.base() + "; HttpOnly; SameSite=Strict");
	}

	private static ConsoleResponse unauthorized() {
		return refused(401, "Open the console by the URL that the application printed when it started.");
	}

	private static ConsoleResponse refused(int status, String reason) {
		return ConsoleResponse.text(status, reason + "\n");
	}

	private static boolean isLoopback(@Nullable InetAddress peer) {
		return peer != null && peer.isLoopbackAddress();
	}

	/**
	 * Whether a proxy says whom it forwards a request for.
	 * @param headers the value of a header by its name
	 * @return whether there is such a header
	 */
	static boolean isForwarded(Function<String, @Nullable String> headers) {
		return FORWARDED.stream().anyMatch((name) -> headers.apply(name) != null);
	}

	private boolean isAllowedHost(@Nullable String host) {
		return host != null && this.hosts.contains(withoutPort(host).toLowerCase(Locale.ROOT));
	}

	private static String withoutPort(String host) {
		int colon = host.lastIndexOf(':');
		return (colon > host.lastIndexOf(']')) ? host.substring(0, colon) : host;
	}

	private static boolean isAllowedMethod(ConsoleRequest request) {
		return switch (request.method()) {
			case "GET" -> true;
			case "POST" -> request.path().equals(MCP) || request.path().equals(TIMING);
			default -> false;
		};
	}

	private boolean isSameOrigin(ConsoleRequest request) {
		String site = request.header("Sec-Fetch-Site");
		// A link may lead here from anywhere, a form may not.
		boolean navigation = request.method().equals("GET") && "navigate".equals(request.header("Sec-Fetch-Mode"));
		if (site != null && !site.equals("same-origin") && !site.equals("none") && !navigation) {
			return false;
		}
		String origin = request.header("Origin");
		if (origin == null) {
			return true;
		}
		try {
			return URI.create(origin).getAuthority() != null
					&& URI.create(origin).getAuthority().equalsIgnoreCase(request.header("Host"));
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private static @Nullable String bearer(ConsoleRequest request) {
		String authorization = request.header("Authorization");
		return (authorization != null && authorization.startsWith("Bearer ")) ? authorization.substring(7) : null;
	}

	private static @Nullable String cookie(ConsoleRequest request) {
		String cookies = request.header("Cookie");
		if (cookies == null || cookies.length() > MAX_COOKIES) {
			return null;
		}
		for (String cookie : cookies.split(";")) {
			String trimmed = cookie.trim();
			if (trimmed.startsWith(COOKIE + "=")) {
				return trimmed.substring(COOKIE.length() + 1);
			}
		}
		return null;
	}

	private boolean isToken(@Nullable String given) {
		return given != null && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), this.token);
	}

}
