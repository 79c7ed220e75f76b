package io.github.observability.business;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.expression.AnnotatedElementKey;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/**
 * Records the events of annotated methods once they have returned.
 */
final class AnnotatedEvents implements MethodInterceptor {

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.publisher.Mono",
			AnnotatedEvents.class.getClassLoader());

	private final ObjectProvider<BusinessMetrics> metrics;

	private final ObjectProvider<Rejections> rejections;

	private final Map<AnnotatedElementKey, AnnotatedEvent> events = new ConcurrentHashMap<>();

	AnnotatedEvents(ObjectProvider<BusinessMetrics> metrics, ObjectProvider<Rejections> rejections) {
		this.metrics = metrics;
		this.rejections = rejections;
	}

	/**
	 * Declare the events of a class.
	 * @param type the class of a bean
	 * @throws IllegalStateException if one of them cannot be
	 */
	void declare(Class<?> type) {
		MethodIntrospector
			.selectMethods(type,
					(MethodIntrospector.MetadataLookup<BusinessEvent>) (method) -> AnnotatedElementUtils
						.findMergedAnnotation(method, BusinessEvent.class))
			.forEach((method, annotation) -> this.events.put(new AnnotatedElementKey(method, type),
					event(method, annotation)));
	}

	private AnnotatedEvent event(Method method, BusinessEvent annotation) {
		if (REACTOR && Reactive.isStream(method)) {
			throw EventExpressions.wrong(method,
					"has no single result; annotate a method that returns a Mono, or use BusinessMetrics", null);
		}
		return new AnnotatedEvent(method, annotation, this.metrics.getObject(), this.rejections.getObject());
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object result = invocation.proceed();
		AnnotatedEvent event = find(invocation);
		if (event == null) {
			return result;
		}
		Object bean = invocation.getThis();
		Object target = (bean != null) ? bean : invocation.getMethod();
		if (REACTOR && result != null && Reactive.isMono(result)) {
			return Reactive.recording(result, (value) -> event.returned(target, invocation.getArguments(), value));
		}
		if (result instanceof CompletionStage<?> stage) {
			stage.whenComplete((value, failure) -> {
				if (failure == null) {
					event.returned(target, invocation.getArguments(), value);
				}
			});
			return result;
		}
		event.returned(target, invocation.getArguments(), result);
		return result;
	}

	private @Nullable AnnotatedEvent find(MethodInvocation invocation) {
		Object bean = invocation.getThis();
		Class<?> type = (bean != null) ? AopUtils.getTargetClass(bean) : invocation.getMethod().getDeclaringClass();
		Method method = AopUtils.getMostSpecificMethod(invocation.getMethod(), type);
		return this.events.get(new AnnotatedElementKey(method, type));
	}

	/** Apart, as Reactor may be absent. */
	private static final class Reactive {

		static boolean isStream(Method method) {
			return Publisher.class.isAssignableFrom(method.getReturnType())
					&& !Mono.class.isAssignableFrom(method.getReturnType());
		}

		static boolean isMono(Object result) {
			return result instanceof Mono;
		}

		@SuppressWarnings("unchecked")
		static Mono<Object> recording(Object result, Consumer<@Nullable Object> record) {
			Mono<Object> mono = (Mono<Object>) result;
			return mono.flatMap((value) -> ReactiveBusiness.afterCommit(() -> record.accept(value)).thenReturn(value))
				.switchIfEmpty(ReactiveBusiness.afterCommit(() -> record.accept(null)).then(Mono.empty()));
		}

	}

}
