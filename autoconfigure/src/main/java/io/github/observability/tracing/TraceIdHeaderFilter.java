package io.github.observability.tracing;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Adds the trace id to each response as a header.
 */
final class TraceIdHeaderFilter extends OncePerRequestFilter {

	private final String header;

	TraceIdHeaderFilter(String header) {
		this.header = header;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String traceId = CurrentTraceId.get();
		if (traceId != null) {
			response.setHeader(this.header, traceId);
		}
		chain.doFilter(request, response);
	}

}
