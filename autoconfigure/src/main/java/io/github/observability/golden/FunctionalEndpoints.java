package io.github.observability.golden;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.github.observability.FrameworkField;
import io.github.observability.LogOnce;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Decorates the handlers and filters of functional endpoints, so that an exception is
 * seen before {@code onError} or a filter of the application turns it into a response.
 * Spring has no hook between a handler and its filters. Its router functions hold both in
 * private fields, which are the same in Spring MVC and WebFlux.
 */
final class FunctionalEndpoints implements BeanPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(FunctionalEndpoints.class);

	private static final Set<FrameworkField> HANDLERS = EnumSet.of(FrameworkField.MVC_ROUTER_HANDLER,
			FrameworkField.WEBFLUX_ROUTER_HANDLER);

	private static final Set<FrameworkField> FILTERS = EnumSet.of(FrameworkField.MVC_ROUTER_FILTER,
			FrameworkField.WEBFLUX_ROUTER_FILTER);

	/** Router functions that contain others. */
	private static final Set<FrameworkField> NESTED = EnumSet.of(FrameworkField.MVC_ROUTER_FILTERED,
			FrameworkField.MVC_ROUTER_NESTED, FrameworkField.MVC_ROUTER_FIRST, FrameworkField.MVC_ROUTER_SECOND,
			FrameworkField.MVC_ROUTER_FIRST_OF_OTHERS, FrameworkField.MVC_ROUTER_SECOND_OF_OTHERS,
			FrameworkField.MVC_ROUTER_WITH_ATTRIBUTES, FrameworkField.MVC_ROUTER_BUILT,
			FrameworkField.WEBFLUX_ROUTER_FILTERED, FrameworkField.WEBFLUX_ROUTER_NESTED,
			FrameworkField.WEBFLUX_ROUTER_FIRST, FrameworkField.WEBFLUX_ROUTER_SECOND,
			FrameworkField.WEBFLUX_ROUTER_FIRST_OF_OTHERS, FrameworkField.WEBFLUX_ROUTER_SECOND_OF_OTHERS,
			FrameworkField.WEBFLUX_ROUTER_WITH_ATTRIBUTES, FrameworkField.WEBFLUX_ROUTER_BUILT);

	private final Class<?> routerFunction;

	private final UnaryOperator<Object> handlers;

	private final UnaryOperator<Object> filters;

	private final LogOnce warning = new LogOnce(logger);

	/**
	 * Create a post-processor.
	 * @param routerFunction the type of router functions
	 * @param handlers decorates a handler function
	 * @param filters decorates a handler filter function
	 */
	FunctionalEndpoints(Class<?> routerFunction, UnaryOperator<Object> handlers, UnaryOperator<Object> filters) {
		this.routerFunction = routerFunction;
		this.handlers = handlers;
		this.filters = filters;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (this.routerFunction.isInstance(bean)) {
			try {
				decorate(bean, Collections.newSetFromMap(new IdentityHashMap<>()));
			}
			catch (RuntimeException ex) {
				this.warning.warn("Exceptions that functional endpoints of '{}' handle themselves are not recorded",
						beanName, ex);
			}
		}
		return bean;
	}

	private void decorate(Object router, Set<Object> seen) {
		if (!seen.add(router)) {
			return;
		}
		HANDLERS.forEach((field) -> replace(field, router, this.handlers));
		FILTERS.forEach((field) -> replace(field, router, this.filters));
		for (FrameworkField field : NESTED) {
			Object nested = field.isIn(router) ? field.read(router) : null;
			if (nested instanceof Collection<?> routers) {
				routers.forEach((each) -> decorate(each, seen));
			}
			else if (nested != null) {
				decorate(nested, seen);
			}
		}
	}

	private static void replace(FrameworkField field, Object router, UnaryOperator<Object> decorator) {
		Object original = field.isIn(router) ? field.read(router) : null;
		if (original != null && !(original instanceof Decorated)) {
			field.write(router, decorator.apply(original));
		}
	}

	/**
	 * Marks handlers and filters that are decorated already, because a router function
	 * may be part of several.
	 */
	interface Decorated {

	}

	/**
	 * Notes the exceptions of functional endpoints of Spring MVC on their requests.
	 */
	static final class Servlets {

		private Servlets() {
		}

		static FunctionalEndpoints postProcessor() {
			return new FunctionalEndpoints(RouterFunction.class,
					(handler) -> new Handler<>((HandlerFunction<?>) handler),
					(filter) -> new Filter<>((HandlerFilterFunction<?, ?>) filter));
		}

		private static void note(ServerRequest request, Throwable failure) {
			request.servletRequest().setAttribute(ServletExchange.HANDLED_ATTRIBUTE, failure);
		}

		private record Handler<T extends ServerResponse>(
				HandlerFunction<T> delegate) implements HandlerFunction<T>, Decorated {

			@Override
			public T handle(ServerRequest request) throws Exception {
				try {
					return this.delegate.handle(request);
				}
				catch (Throwable ex) {
					note(request, ex);
					throw ex;
				}
			}

			// Shown by the mappings endpoint.
			@Override
			public String toString() {
				return this.delegate.toString();
			}

		}

		private record Filter<T extends ServerResponse, R extends ServerResponse>(
				HandlerFilterFunction<T, R> delegate) implements HandlerFilterFunction<T, R>, Decorated {

			@Override
			public R filter(ServerRequest request, HandlerFunction<T> next) throws Exception {
				try {
					return this.delegate.filter(request, next);
				}
				catch (Throwable ex) {
					note(request, ex);
					throw ex;
				}
			}

		}

	}

}
