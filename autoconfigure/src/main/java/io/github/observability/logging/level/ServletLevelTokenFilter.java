package io.github.observability.logging.level;

import java.io.IOException;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Raises the levels of a servlet request by its token, on each of its dispatches.
 */
final class ServletLevelTokenFilter implements Filter {

	private static final String ATTRIBUTE = RaisedLevels.class.getName();

	private final LevelTokens tokens;

	ServletLevelTokenFilter(LevelTokens tokens) {
		this.tokens = tokens;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		RaisedLevels levels = levels((HttpServletRequest) request);
		if (levels == null) {
			chain.doFilter(request, response);
			return;
		}
		levels.put();
		try {
			chain.doFilter(request, response);
		}
		finally {
			RaisedLevels.clear();
		}
	}

	private @Nullable RaisedLevels levels(HttpServletRequest request) {
		if (request.getDispatcherType() != DispatcherType.REQUEST) {
			return (RaisedLevels) request.getAttribute(ATTRIBUTE);
		}
		RaisedLevels levels = this.tokens.accept(request.getHeader(this.tokens.header()));
		if (levels != null) {
			request.setAttribute(ATTRIBUTE, levels);
		}
		return levels;
	}

}
