package io.github.observability.context.executor;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.cglib.core.NamingPolicy;
import org.springframework.cglib.proxy.Callback;
import org.springframework.cglib.proxy.CallbackFilter;
import org.springframework.cglib.proxy.Enhancer;
import org.springframework.cglib.proxy.Factory;
import org.springframework.cglib.proxy.InvocationHandler;
import org.springframework.cglib.proxy.NoOp;
import org.springframework.core.NativeDetector;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.objenesis.SpringObjenesis;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.util.ClassUtils;

/**
 * Stand-ins for executors and schedulers that propagate the context. A bean that is
 * declared by its class keeps it, because it may be injected by it; a bean that is
 * declared by an interface is stood in for by its interfaces.
 */
final class ContextPropagatingExecutors {

	private static final Logger logger = LoggerFactory.getLogger(ContextPropagatingExecutors.class);

	private static final SpringObjenesis objenesis = new SpringObjenesis();

	/**
	 * Event loops and pools of a server run no tasks of requests, and executors of a grid
	 * send tasks to other processes, which a wrapped task cannot reach.
	 */
	private static final List<String> OTHERS = List.of("io.netty.", "reactor.", "io.vertx.", "io.grpc.",
			"org.eclipse.jetty.", "org.apache.catalina.", "org.apache.tomcat.", "org.apache.coyote.", "com.hazelcast.",
			"org.redisson.", "org.infinispan.", "org.apache.ignite.", "org.springframework.core.task.SyncTaskExecutor");

	private static final int CALLED = 0;

	private static final int INHERITED = 1;

	private static final int COMPARED = 2;

	/**
	 * Chooses the callback for a method. A stand-in goes by identity, because its fields
	 * are not initialized. Methods that are not public are passed on as well: other
	 * classes of the user's may call them on the stand-in.
	 */
	private static final CallbackFilter filter = (method) -> {
		if (isIdentity(method)) {
			return COMPARED;
		}
		return isCallable(method) ? CALLED : INHERITED;
	};

	/** No class may be added to a package of the JDK. */
	private static final NamingPolicy names = (prefix, source, key, taken) -> {
		String base = ContextPropagatingExecutors.class.getName() + "$$"
				+ ClassUtils.getShortName(prefix).replace('.', '_') + "$$";
		int number = 0;
		while (taken.evaluate(base + number)) {
			number++;
		}
		return base + number;
	};

	private ContextPropagatingExecutors() {
	}

	/**
	 * Return a stand-in for an executor or a scheduler.
	 * @param executor the executor or scheduler
	 * @param beanName its name
	 * @param declared the type that the bean is declared by, {@code null} if it is
	 * injected nowhere
	 * @param <T> the interface it is used by
	 * @return the stand-in, or the executor itself if it propagates the context already
	 * or cannot
	 */
	@SuppressWarnings("unchecked")
	static <T> T of(T executor, String beanName, @Nullable Class<?> declared) {
		Class<?> type = executor.getClass();
		if (type == VirtualThreadTaskExecutor.class) {
			return (T) new ContextPropagatingVirtualThreadTaskExecutor((VirtualThreadTaskExecutor) executor);
		}
		if (type == SimpleAsyncTaskScheduler.class) {
			return (T) new ContextPropagatingSimpleAsyncTaskScheduler((SimpleAsyncTaskScheduler) executor);
		}
		if (executor instanceof ContextPropagating || NativeDetector.inNativeImage() || isLeftAlone(executor)) {
			return executor;
		}
		if (ordersTasks(executor)) {
			warnOfOrder(beanName);
			return executor;
		}
		try {
			return (T) standIn(executor, type, beanName, declared);
		}
		catch (RuntimeException | LinkageError ex) {
			warn(beanName, type, String.valueOf(ex.getMessage()));
			return executor;
		}
	}

	private static Object standIn(Object executor, Class<?> type, String beanName, @Nullable Class<?> declared) {
		boolean pool = executor instanceof ThreadPoolExecutor || executor instanceof ForkJoinPool;
		boolean nameless = isInternal(type) || type.isHidden() || type.isSynthetic();
		boolean byInterface = nameless || declared == null || declared.isInterface();
		if (byInterface && !(pool && canBeSubclassed(type))) {
			return ofInterfaces(executor, type);
		}
		if (canBeSubclassed(type)) {
			return ofClass(executor, type);
		}
		warn(beanName, type, "the class or one of its methods is final");
		return executor;
	}

	private static boolean isInternal(Class<?> type) {
		return type.getName().startsWith("java.util.concurrent.") && !Modifier.isPublic(type.getModifiers());
	}

	/** Executors of Spring that take a decorator have one instead. */
	private static boolean isLeftAlone(Object executor) {
		return SpringExecutors.takesDecorator(executor) || Stream
			.concat(superclasses(executor.getClass()),
					ClassUtils.getAllInterfacesForClassAsSet(executor.getClass()).stream())
			.anyMatch((type) -> OTHERS.stream().anyMatch(type.getName()::startsWith));
	}

	private static Stream<Class<?>> superclasses(Class<?> type) {
		return Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass);
	}

	/**
	 * Whether tasks are compared with each other, so that none may be wrapped.
	 * @param executor the executor
	 * @return whether they are
	 */
	static boolean ordersTasks(@Nullable Object executor) {
		return executor instanceof ThreadPoolExecutor pool
				&& (pool.getQueue() instanceof PriorityBlockingQueue || pool.getQueue() instanceof DelayQueue);
	}

	static void warnOfOrder(String beanName) {
		logger.warn("Executor '{}' does not propagate the context, because its queue compares tasks. Wrap what tasks "
				+ "run with PropagatedContext", beanName);
	}

	private static void warn(String beanName, Class<?> type, String reason) {
		logger.warn("Executor '{}' of {} does not propagate the context: {}. Declare the bean by an interface or wrap "
				+ "tasks with PropagatedContext", beanName, type.getName(), reason);
	}

	private static Object ofInterfaces(Object executor, Class<?> type) {
		ContextPropagatingInvocation invocation = new ContextPropagatingInvocation(executor);
		Class<?>[] interfaces = ClassUtils.getAllInterfacesForClass(type);
		Class<?>[] all = Arrays.copyOf(interfaces, interfaces.length + 1);
		all[interfaces.length] = ContextPropagating.class;
		return Proxy.newProxyInstance(loader(type), all, (proxy, method, arguments) -> isIdentity(method)
				? identity(proxy, method, arguments) : invocation.invoke(method, arguments));
	}

	private static Object identity(Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
		return (arguments != null && arguments.length == 1) ? proxy == arguments[0] : System.identityHashCode(proxy);
	}

	private static Object ofClass(Object executor, Class<?> type) {
		ContextPropagatingInvocation invocation = new ContextPropagatingInvocation(executor);
		InvocationHandler called = (proxy, method, arguments) -> invocation.invoke(method, arguments);
		Object standIn = objenesis.newInstance(subclass(type), true);
		((Factory) standIn).setCallbacks(
				new Callback[] { called, NoOp.INSTANCE, (InvocationHandler) ContextPropagatingExecutors::identity });
		return standIn;
	}

	private static boolean canBeSubclassed(Class<?> type) {
		if (Modifier.isFinal(type.getModifiers()) || Factory.class.isAssignableFrom(type)) {
			return false;
		}
		for (Method method : type.getMethods()) {
			if (isFinal(method) && method.getDeclaringClass() != Object.class) {
				return false;
			}
		}
		for (Class<?> own = type; own != null && own.getClassLoader() != null; own = own.getSuperclass()) {
			if (Arrays.stream(own.getDeclaredMethods()).anyMatch(ContextPropagatingExecutors::isFinal)) {
				return false;
			}
		}
		return true;
	}

	private static boolean isFinal(Method method) {
		int modifiers = method.getModifiers();
		return Modifier.isFinal(modifiers) && !Modifier.isStatic(modifiers) && !Modifier.isPrivate(modifiers);
	}

	private static boolean isCallable(Method method) {
		return Modifier.isPublic(method.getModifiers()) || (method.getDeclaringClass().getClassLoader() != null
				&& !method.getName().equals("finalize") && !method.getName().equals("clone"));
	}

	private static Class<?> subclass(Class<?> type) {
		Enhancer enhancer = new Enhancer();
		enhancer.setSuperclass(type);
		enhancer.setInterfaces(new Class<?>[] { ContextPropagating.class });
		enhancer.setCallbackFilter(filter);
		enhancer.setCallbackTypes(new Class<?>[] { InvocationHandler.class, NoOp.class, InvocationHandler.class });
		enhancer.setAttemptLoad(false);
		enhancer.setClassLoader(loader(type));
		if (loader(type) != type.getClassLoader()) {
			enhancer.setContextClass(ContextPropagatingExecutors.class);
			enhancer.setNamingPolicy(names);
		}
		return enhancer.createClass();
	}

	/**
	 * The loader of the user's class sees this class, as that of devtools does, but not
	 * the other way round. The loader of the JDK sees only its own.
	 */
	private static ClassLoader loader(Class<?> type) {
		ClassLoader loader = type.getClassLoader();
		return (loader != null && ClassUtils.isVisible(ContextPropagating.class, loader)) ? loader
				: ContextPropagatingExecutors.class.getClassLoader();
	}

	private static boolean isIdentity(Method method) {
		return (method.getName().equals("equals") && method.getParameterCount() == 1)
				|| (method.getName().equals("hashCode") && method.getParameterCount() == 0);
	}

	/**
	 * Marks stand-ins, so that none is stood in for again.
	 */
	public interface ContextPropagating {

	}

}
