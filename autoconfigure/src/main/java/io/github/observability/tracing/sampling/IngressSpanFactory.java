package io.github.observability.tracing.sampling;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;

/**
 * Creates the span of a caller from a request: the policy and the rule for its path, its
 * route, and whether the caller forces the trace.
 */
final class IngressSpanFactory {

	private static final IngressPolicy[] POLICIES = IngressPolicy.values();

	private final List<RequestReader> requests;

	private final IngressPolicy policy;

	private final IngressPolicy strictest;

	private final PathRules policies = new PathRules();

	private final PathRules rules = new PathRules();

	private final boolean needsRoute;

	private final String header;

	private final byte @Nullable [] secret;

	IngressSpanFactory(SamplingProperties sampling, IngressProperties ingress, List<RequestReader> requests) {
		this.requests = requests;
		this.policy = ingress.policy();
		IngressPolicy strictest = ingress.policy();
		for (int i = 0; i < ingress.paths().size(); i++) {
			IngressProperties.ByPath byPath = ingress.paths().get(i);
			if (byPath.path() != null && byPath.policy() != null) {
				this.policies.add("observability.tracing.ingress.paths[" + i + "].path", byPath.path(),
						byPath.policy().ordinal());
				strictest = (byPath.policy().compareTo(strictest) > 0) ? byPath.policy() : strictest;
			}
		}
		this.strictest = strictest;
		for (int i = 0; i < sampling.rules().size(); i++) {
			String path = sampling.rules().get(i).path();
			if (path != null) {
				this.rules.add("observability.tracing.sampling.rules[" + i + "].path", path, i);
			}
		}
		this.needsRoute = sampling.minimumPerRoute().enabled();
		this.header = sampling.force().header();
		String secret = sampling.force().secret();
		this.secret = (secret != null) ? secret.getBytes(StandardCharsets.UTF_8) : null;
	}

	/**
	 * Return the span of a caller.
	 * @param extracted the context that the propagators extracted from the request
	 * @param carrier the request, or something else
	 * @param getter reads its headers
	 * @param <C> the type of the carrier
	 * @return the span, {@code null} if the carrier is not a request
	 */
	<C> @Nullable IngressSpan receive(Context extracted, C carrier, TextMapGetter<C> getter) {
		for (RequestReader served : this.requests) {
			if (served.supports(carrier)) {
				return receive(Span.fromContext(extracted).getSpanContext(), served, carrier, getter);
			}
		}
		return null;
	}

	private <C> IngressSpan receive(SpanContext caller, RequestReader served, C carrier, TextMapGetter<C> getter) {
		PathContainer path = served.path(carrier);
		IngressPolicy policy = caller.isValid() ? policy(path) : IngressPolicy.TRUST;
		return span(caller, policy, isForced(carrier, getter), this.rules.find(path),
				this.needsRoute ? route(served.method(carrier), path) : RouteMinimum.NO_ROUTE);
	}

	/**
	 * Return the span of the caller of a request that cannot be read. A malformed request
	 * must not be a way around a policy, so the strictest one applies.
	 * @param extracted the context that the propagators extracted from the request
	 * @return the span
	 */
	IngressSpan unreadable(Context extracted) {
		SpanContext caller = Span.fromContext(extracted).getSpanContext();
		return span(caller, caller.isValid() ? this.strictest : IngressPolicy.TRUST, false, IngressSpan.NO_RULE,
				RouteMinimum.NO_ROUTE);
	}

	private static IngressSpan span(SpanContext caller, IngressPolicy policy, boolean forced, int rule, long route) {
		boolean restart = policy == IngressPolicy.RESTART;
		return new IngressSpan(restart ? SpanContext.getInvalid() : caller, restart ? caller : null,
				policy == IngressPolicy.LOCAL, forced, rule, route);
	}

	private IngressPolicy policy(PathContainer path) {
		int number = this.policies.find(path);
		return (number >= 0) ? POLICIES[number] : this.policy;
	}

	private <C> boolean isForced(C carrier, TextMapGetter<C> getter) {
		if (this.secret == null) {
			return false;
		}
		String given = getter.get(carrier, this.header);
		// The time must not depend on how much of the secret is right.
		return given != null && MessageDigest.isEqual(this.secret, given.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Return a number for the route, which is not known before a handler is found.
	 * Segments with a digit count as ids.
	 */
	private static long route(String method, PathContainer path) {
		long route = method.hashCode();
		for (PathContainer.Element element : path.elements()) {
			String value = (element instanceof PathContainer.PathSegment segment) ? segment.valueToMatch() : "/";
			route = 1_000_003 * route + (hasDigit(value) ? 1 : value.hashCode());
		}
		return (route != RouteMinimum.NO_ROUTE) ? route : 1;
	}

	private static boolean hasDigit(String value) {
		for (int i = 0; i < value.length(); i++) {
			if (Character.isDigit(value.charAt(i))) {
				return true;
			}
		}
		return false;
	}

}
