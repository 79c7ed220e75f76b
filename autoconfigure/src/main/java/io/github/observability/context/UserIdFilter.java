package io.github.observability.context;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Puts the id of the user on the log lines of a request, right after authentication. The
 * {@link RequestLogContext} takes it away with the rest.
 */
final class UserIdFilter extends OncePerRequestFilter {

	private static final int MAX_LENGTH = 128;

	private static final Logger failures = LoggerFactory.getLogger(UserIdFilter.class);

	private final UserIdResolver resolver;

	private final AtomicBoolean failed = new AtomicBoolean();

	UserIdFilter(UserIdResolver resolver) {
		this.resolver = resolver;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		RequestLogContext context = RequestLogContext.of(request);
		String userId = (context != null) ? resolve(request) : null;
		if (context != null && userId != null && !userId.isEmpty()) {
			context.putUserId((userId.length() <= MAX_LENGTH) ? userId : userId.substring(0, MAX_LENGTH));
		}
		chain.doFilter(request, response);
	}

	private @Nullable String resolve(HttpServletRequest request) {
		try {
			return this.resolver.resolve(request);
		}
		catch (RuntimeException ex) {
			if (this.failed.compareAndSet(false, true)) {
				failures.warn("The user id of a request cannot be resolved; log lines go without it", ex);
			}
			return null;
		}
	}

}
