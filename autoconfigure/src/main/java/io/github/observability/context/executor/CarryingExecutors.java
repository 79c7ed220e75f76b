package io.github.observability.context.executor;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
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
import org.springframework.objenesis.SpringObjenesis;
import org.springframework.util.ClassUtils;

/**
 * Stand-ins for executors of the JDK that carry the context. A pool keeps its class, as
 * it may be injected by it; what has no public class is known by its interfaces.
 */
final class CarryingExecutors {

	private static final Logger logger = LoggerFactory.getLogger(CarryingExecutors.class);

	private static final SpringObjenesis objenesis = new SpringObjenesis();

	/** Identity is what two executors are compared by. */
	private static final CallbackFilter filter = (
			method) -> (Modifier.isPublic(method.getModifiers()) && !isIdentity(method)) ? 0 : 1;

	/** No class may be added to a package of the JDK. */
	private static final NamingPolicy names = (prefix, source, key, taken) -> {
		String base = CarryingExecutors.class.getName() + "$$" + ClassUtils.getShortName(prefix).replace('.', '_')
				+ "$$";
		int number = 0;
		while (taken.evaluate(base + number)) {
			number++;
		}
		return base + number;
	};

	private CarryingExecutors() {
	}

	/**
	 * Return a stand-in for an executor.
	 * @param executor the executor
	 * @param beanName its name
	 * @return the stand-in, or the executor itself if it is none of the JDK's or cannot
	 * be stood in for
	 */
	static Executor of(Executor executor, String beanName) {
		if (executor instanceof Carrying || NativeDetector.inNativeImage()) {
			return executor;
		}
		Class<?> type = executor.getClass();
		if (executor instanceof ThreadPoolExecutor || executor instanceof ForkJoinPool) {
			return ofClass(executor, type, beanName);
		}
		boolean internal = type.getName().startsWith("java.util.concurrent.")
				&& !Modifier.isPublic(type.getModifiers());
		return (internal || type.isHidden() || type.isSynthetic()) ? ofInterfaces(executor, type) : executor;
	}

	private static Executor ofInterfaces(Executor executor, Class<?> type) {
		CarryingInvocation invocation = new CarryingInvocation(executor);
		Class<?>[] interfaces = ClassUtils.getAllInterfacesForClass(type);
		Class<?>[] all = Arrays.copyOf(interfaces, interfaces.length + 1);
		all[interfaces.length] = Carrying.class;
		return (Executor) Proxy.newProxyInstance(CarryingExecutors.class.getClassLoader(), all,
				(proxy, method, arguments) -> isIdentity(method) ? identity(proxy, method, arguments)
						: invocation.invoke(method, arguments));
	}

	private static Object identity(Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
		return (arguments != null) ? proxy == arguments[0] : System.identityHashCode(proxy);
	}

	private static Executor ofClass(Executor executor, Class<?> type, String beanName) {
		if (!canBeSubclassed(type)) {
			logger
				.warn("Executor '{}' carries no context to its threads, as {} cannot be subclassed. Make the class and "
						+ "its methods non-final or wrap tasks with CarriedContext", beanName, type.getName());
			return executor;
		}
		CarryingInvocation invocation = new CarryingInvocation(executor);
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
			boolean inherited = Modifier.isFinal(method.getModifiers()) && !Modifier.isStatic(method.getModifiers());
			if (inherited && method.getDeclaringClass() != Object.class) {
				return false;
			}
		}
		return true;
	}

	private static Class<?> subclass(Class<?> type) {
		Enhancer enhancer = new Enhancer();
		enhancer.setSuperclass(type);
		enhancer.setInterfaces(new Class<?>[] { Carrying.class });
		enhancer.setCallbackFilter(filter);
		enhancer.setCallbackTypes(new Class<?>[] { InvocationHandler.class, NoOp.class });
		enhancer.setAttemptLoad(false);
		if (type.getClassLoader() != null) {
			enhancer.setClassLoader(type.getClassLoader());
		}
		else {
			enhancer.setClassLoader(CarryingExecutors.class.getClassLoader());
			enhancer.setContextClass(CarryingExecutors.class);
			enhancer.setNamingPolicy(names);
		}
		return enhancer.createClass();
	}

	private static boolean isIdentity(Method method) {
		return (method.getName().equals("equals") && method.getParameterCount() == 1)
				|| (method.getName().equals("hashCode") && method.getParameterCount() == 0);
	}

	/**
	 * Marks stand-ins, so that none gets another.
	 */
	public interface Carrying {

	}

}
