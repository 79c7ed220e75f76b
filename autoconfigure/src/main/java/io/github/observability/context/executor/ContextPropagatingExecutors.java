package io.github.observability.context.executor;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;

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
import org.springframework.util.ClassUtils;

/**
 * Stand-ins for executors of the JDK that carry the context. A pool keeps its class, as
 * it may be injected by it; what has no public class is known by its interfaces.
 */
final class ContextPropagatingExecutors {

	private static final Logger logger = LoggerFactory.getLogger(ContextPropagatingExecutors.class);

	private static final SpringObjenesis objenesis = new SpringObjenesis();

	/**
	 * Identity is what two executors are compared by. What is not public is called on the
	 * stand-in by classes of the user's that know theirs.
	 */
	private static final CallbackFilter filter = (method) -> (isCallable(method) && !isIdentity(method)) ? 0 : 1;

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
	 * Return a stand-in for an executor.
	 * @param executor the executor
	 * @param beanName its name
	 * @return the stand-in, or the executor itself if it is none of the JDK's or cannot
	 * be stood in for
	 */
	static Executor of(Executor executor, String beanName) {
		Class<?> type = executor.getClass();
		if (type == VirtualThreadTaskExecutor.class) {
			return new ContextPropagatingVirtualThreadTaskExecutor((VirtualThreadTaskExecutor) executor);
		}
		if (executor instanceof ContextPropagating || NativeDetector.inNativeImage()) {
			return executor;
		}
		if (ordersTasks(executor)) {
			warnOfOrder(beanName);
			return executor;
		}
		if (executor instanceof ThreadPoolExecutor || executor instanceof ForkJoinPool) {
			return ofClass(executor, type, beanName);
		}
		boolean internal = type.getName().startsWith("java.util.concurrent.")
				&& !Modifier.isPublic(type.getModifiers());
		return (internal || type.isHidden() || type.isSynthetic()) ? ofInterfaces(executor, type) : executor;
	}

	/**
	 * Whether tasks are compared with each other, so that none may be wrapped.
	 * @param executor the executor
	 * @return whether they are
	 */
	static boolean ordersTasks(@Nullable Executor executor) {
		return executor instanceof ThreadPoolExecutor pool && pool.getQueue() instanceof PriorityBlockingQueue;
	}

	static void warnOfOrder(String beanName) {
		logger.warn("Executor '{}' carries no context to its threads, as its queue compares tasks. Wrap what tasks run "
				+ "with PropagatedContext", beanName);
	}

	private static Executor ofInterfaces(Executor executor, Class<?> type) {
		ContextPropagatingInvocation invocation = new ContextPropagatingInvocation(executor);
		Class<?>[] interfaces = ClassUtils.getAllInterfacesForClass(type);
		Class<?>[] all = Arrays.copyOf(interfaces, interfaces.length + 1);
		all[interfaces.length] = ContextPropagating.class;
		return (Executor) Proxy.newProxyInstance(loader(type), all, (proxy, method, arguments) -> isIdentity(method)
				? identity(proxy, method, arguments) : invocation.invoke(method, arguments));
	}

	private static Object identity(Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
		return (arguments != null) ? proxy == arguments[0] : System.identityHashCode(proxy);
	}

	private static Executor ofClass(Executor executor, Class<?> type, String beanName) {
		if (!canBeSubclassed(type)) {
			logger
				.warn("Executor '{}' carries no context to its threads, as {} cannot be subclassed. Make the class and "
						+ "its methods non-final or wrap tasks with PropagatedContext", beanName, type.getName());
			return executor;
		}
		ContextPropagatingInvocation invocation = new ContextPropagatingInvocation(executor);
		InvocationHandler handler = (proxy, method, arguments) -> invocation.invoke(method, arguments);
		Object standIn = objenesis.newInstance(subclass(type), true);
		((Factory) standIn).setCallbacks(new Callback[] { handler, NoOp.INSTANCE });
		return (Executor) standIn;
	}

	private static boolean canBeSubclassed(Class<?> type) {
		if (Modifier.isFinal(type.getModifiers())) {
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
		enhancer.setCallbackTypes(new Class<?>[] { InvocationHandler.class, NoOp.class });
		enhancer.setAttemptLoad(false);
		enhancer.setClassLoader(loader(type));
		if (loader(type) != type.getClassLoader()) {
			enhancer.setContextClass(ContextPropagatingExecutors.class);
			enhancer.setNamingPolicy(names);
		}
		return enhancer.createClass();
	}

	/**
	 * The loader of the user's class sees ours, as the one of devtools does, but not the
	 * other way round; that of the JDK does not.
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
	 * Marks stand-ins, so that none gets another.
	 */
	public interface ContextPropagating {

	}

}
