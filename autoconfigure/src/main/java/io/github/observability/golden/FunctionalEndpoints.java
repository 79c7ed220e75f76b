package io.github.observability.golden;

import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.github.observability.LogOnce;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.ReflectionUtils;
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

	/** Router functions that contain others, and what they contain. */
	private static final Set<String> NESTED_FIELDS = Set.of("routerFunction", "routerFunctions", "first", "second",
			"delegate");

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
		// A class of the application has no fields that we know.
		if (!seen.add(router) || !router.getClass().getName().startsWith("org.springframework.web.")) {
			return;
		}
		for (Field field : router.getClass().getDeclaredFields()) {
			if (field.getName().equals("handlerFunction")) {
				replace(field, router, this.handlers);
			}
			else if (field.getName().equals("filterFunction")) {
				replace(field, router, this.filters);
			}
			else if (NESTED_FIELDS.contains(field.getName())) {
				decorateNested(read(field, router), seen);
			}
		}
	}

	private void decorateNested(Object nested, Set<Object> seen) {
		if (nested instanceof Collection<?> routers) {
			routers.forEach((router) -> decorate(router, seen));
		}
		else if (this.routerFunction.isInstance(nested)) {
			decorate(nested, seen);
		}
	}

	private static Object read(Field field, Object target) {
		ReflectionUtils.makeAccessible(field);
		return ReflectionUtils.getField(field, target);
	}

	private static void replace(Field field, Object target, UnaryOperator<Object> decorator) {
		Object original = read(field, target);
		ReflectionUtils.setField(field, target, decorator.apply(original));
	}

	/**
	 * Notes the exceptions of functional endpoints of Spring MVC on their requests.
	 */
	static final class Servlets {

		private Servlets() {
		}

		static FunctionalEndpoints postProcessor() {
			return new FunctionalEndpoints(RouterFunction.class,
					(handler) -> (handler instanceof Handler<?>) ? handler
							: new Handler<>((HandlerFunction<?>) handler),
					(filter) -> (filter instanceof Filter<?, ?>) ? filter
							: new Filter<>((HandlerFilterFunction<?, ?>) filter));
		}

		private static void note(ServerRequest request, Throwable failure) {
			request.servletRequest().setAttribute(ServletExchange.HANDLED_ATTRIBUTE, failure);
		}

		private static final class Handler<T extends ServerResponse> implements HandlerFunction<T> {

			private final HandlerFunction<T> delegate;

			Handler(HandlerFunction<T> delegate) {
				this.delegate = delegate;
			}

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

		private static final class Filter<T extends ServerResponse, R extends ServerResponse>
				implements HandlerFilterFunction<T, R> {

			private final HandlerFilterFunction<T, R> delegate;

			Filter(HandlerFilterFunction<T, R> delegate) {
				this.delegate = delegate;
			}

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
