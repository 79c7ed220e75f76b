package io.github.observability.business;

import java.lang.reflect.Method;
import java.security.CodeSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/**
 * Records the events of methods with {@link BusinessEvent @BusinessEvent} once they have
 * returned. It needs neither AspectJ nor {@code spring.aop.auto}. The advice is the
 * innermost one, inside the transaction of the method, as only there the outcome of the
 * transaction is known.
 */
final class AnnotatedEventPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

	private static final long serialVersionUID = 1L;

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.publisher.Mono",
			AnnotatedEventPostProcessor.class.getClassLoader());

	/**
	 * Packages of Spring without methods that record events. Most beans are of one of
	 * them, and looking for annotations on each of their methods takes longer than
	 * creating them. Applications may have packages below {@code org.springframework},
	 * such as {@code samples}, so each one is named.
	 */
	private static final Set<String> SPRING = Set.of("aop", "beans", "boot", "cache", "context", "core", "data", "http",
			"jdbc", "jms", "orm", "scheduling", "security", "transaction", "util", "validation", "web");

	/** Packages of other libraries of which most applications have beans. */
	private static final List<String> LIBRARIES = List.of("io.micrometer.core.", "io.micrometer.observation.",
			"io.micrometer.prometheusmetrics.", "io.micrometer.tracing.", "io.opentelemetry.api.",
			"io.opentelemetry.context.", "io.opentelemetry.exporter.", "io.opentelemetry.sdk.",
			"io.prometheus.metrics.model.", "tools.jackson.core.", "tools.jackson.databind.",
			"com.fasterxml.jackson.databind.", "com.zaxxer.hikari.", "org.hibernate.", "jakarta.servlet.",
			"org.apache.catalina.", "java.");

	private static final String SPRING_PREFIX = "org.springframework.";

	private static final String OURS_PREFIX = "io.github.observability.";

	private static final @Nullable CodeSource OURS = AnnotatedEventPostProcessor.class.getProtectionDomain()
		.getCodeSource();

	private final transient ObjectProvider<BusinessMetrics> metrics;

	private final transient ObjectProvider<RejectionLog> rejections;

	private final transient Map<Class<?>, ClassEvents> declared = new ConcurrentHashMap<>();

	AnnotatedEventPostProcessor(ObjectProvider<BusinessMetrics> metrics, ObjectProvider<RejectionLog> rejections) {
		this.metrics = metrics;
		this.rejections = rejections;
		this.advisor = new DefaultPointcutAdvisor(new AnnotationMatchingPointcut(null, BusinessEvent.class, true),
				(MethodInterceptor) this::invoke);
		setProxyTargetClass(true);
	}

	@Override
	protected boolean isEligible(Class<?> type) {
		return !isOfFramework(type.getName()) && !isOurs(type) && super.isEligible(type);
	}

	/** The starter has many beans, and none of them records events by annotation. */
	private static boolean isOurs(Class<?> type) {
		return OURS != null && type.getName().startsWith(OURS_PREFIX)
				&& OURS.equals(type.getProtectionDomain().getCodeSource());
	}

	static boolean isOfFramework(String name) {
		if (!name.startsWith(SPRING_PREFIX)) {
			return LIBRARIES.stream().anyMatch(name::startsWith);
		}
		int end = name.indexOf('.', SPRING_PREFIX.length());
		return end != -1 && SPRING.contains(name.substring(SPRING_PREFIX.length(), end));
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Class<?> type = AopUtils.getTargetClass(bean);
		if (isEligible(type)) {
			declare(type);
		}
		return super.postProcessAfterInitialization(bean, beanName);
	}

	/**
	 * Declare the events of a class once, with its first bean: of a prototype or
	 * request-scoped class there are many.
	 */
	private void declare(Class<?> type) {
		ClassEvents events = this.declared.get(type);
		if (events == null || !events.isDeclared()) {
			// Created here, as creating beans while holding a lock could deadlock.
			BusinessMetrics metrics = this.metrics.getObject();
			RejectionLog rejections = this.rejections.getObject();
			this.declared.computeIfAbsent(type, (key) -> new ClassEvents()).declare(type, metrics, rejections);
		}
	}

	private @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
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
		ClassEvents events = this.declared.get(type);
		return (events != null) ? events.find(AopUtils.getMostSpecificMethod(invocation.getMethod(), type)) : null;
	}

	/**
	 * The events of one class.
	 */
	private static final class ClassEvents {

		private volatile @Nullable Map<Method, AnnotatedEvent> events;

		boolean isDeclared() {
			return this.events != null;
		}

		synchronized void declare(Class<?> type, BusinessMetrics metrics, RejectionLog rejections) {
			if (isDeclared()) {
				return;
			}
			Map<Method, AnnotatedEvent> events = new HashMap<>();
			MethodIntrospector
				.selectMethods(type,
						(MethodIntrospector.MetadataLookup<BusinessEvent>) (method) -> AnnotatedElementUtils
							.findMergedAnnotation(method, BusinessEvent.class))
				.forEach((method, annotation) -> events.put(method, event(method, annotation, metrics, rejections)));
			this.events = events;
		}

		private static AnnotatedEvent event(Method method, BusinessEvent annotation, BusinessMetrics metrics,
				RejectionLog rejections) {
			if (REACTOR && Reactive.isStream(method)) {
				throw AnnotatedEventExpressions.wrong(method,
						"has no single result; annotate a method that returns a Mono, or use BusinessMetrics", null);
			}
			return new AnnotatedEvent(method, annotation, metrics, rejections);
		}

		@Nullable AnnotatedEvent find(Method method) {
			Map<Method, AnnotatedEvent> events = this.events;
			return (events != null) ? events.get(method) : null;
		}

	}

	/** A class of its own because Reactor is optional. */
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
