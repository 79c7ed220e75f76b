package io.github.observability.context;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the user that a request is from. A bean of this type replaces the default,
 * which is the name of the authenticated principal.
 */
@FunctionalInterface
public interface UserIdResolver {

	/**
	 * Return the id of the user. It is called once a request, after authentication; what
	 * it throws is logged once and fails no request.
	 * @param request the request
	 * @return the id to log, or {@code null} for none
	 */
	@Nullable String resolve(HttpServletRequest request);

}
