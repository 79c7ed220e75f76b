package io.github.observability.context;

import java.io.IOException;

import io.github.observability.LogOnce;
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

	private static final Logger logger = LoggerFactory.getLogger(UserIdFilter.class);

	private final UserIdResolver resolver;

	private final LogOnce failure = new LogOnce(logger);

	UserIdFilter(UserIdResolver resolver) {
		this.resolver = resolver;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		RequestLogContext context = ServletRequestLogContext.of(request);
		if (context != null) {
			context.userId(resolve(request));
			context.putUserId();
		}
		chain.doFilter(request, response);
	}

	private @Nullable String resolve(HttpServletRequest request) {
		try {
			return this.resolver.resolve(request);
		}
		catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
			this.failure.warn(
					"The user id of a request cannot be resolved. Log lines have none, and further failures are not logged",
					ex);
			return null;
		}
	}

}
