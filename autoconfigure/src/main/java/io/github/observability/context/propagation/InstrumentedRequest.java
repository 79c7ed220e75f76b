package io.github.observability.context.propagation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Requests of clients that Micrometer instruments itself. Their classes are found by
 * name, because nothing else here needs these clients.
 */
enum InstrumentedRequest {

	/** Request of Apache HttpClient 5. */
	APACHE("org.apache.hc.core5.http.HttpRequest", "getUri"),

	/** Request of Jetty's client. */
	JETTY("org.eclipse.jetty.client.Request", "getURI"),

	/** Request of the JDK's client. */
	JDK("java.net.http.HttpRequest$Builder", "build", "uri");

	private static final InstrumentedRequest[] ALL = values();

	private final @Nullable Class<?> type;

	private final List<Method> getters = new ArrayList<>();

	InstrumentedRequest(String type, String... getters) {
		this.type = find(type);
		Class<?> declaring = this.type;
		for (String each : getters) {
			Method getter = (declaring != null) ? ClassUtils.getMethodIfAvailable(declaring, each) : null;
			if (getter != null) {
				this.getters.add(getter);
			}
			declaring = (getter != null) ? getter.getReturnType() : null;
		}
	}

	private static @Nullable Class<?> find(String name) {
		try {
			return ClassUtils.forName(name, InstrumentedRequest.class.getClassLoader());
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return null;
		}
	}

	List<Method> getters() {
		return this.getters;
	}

	static boolean matches(@Nullable Object carrier) {
		return of(carrier) != null;
	}

	private static @Nullable InstrumentedRequest of(@Nullable Object carrier) {
		for (InstrumentedRequest each : ALL) {
			if (each.type != null && each.type.isInstance(carrier)) {
				return each;
			}
		}
		return null;
	}

	/**
	 * Return the URL of a request.
	 * @param carrier the request as its observation holds it
	 * @return the URL, {@code null} if the request has none
	 */
	static @Nullable URI url(@Nullable Object carrier) {
		InstrumentedRequest request = of(carrier);
		return (request != null && carrier != null) ? request.read(carrier) : null;
	}

	private @Nullable URI read(Object carrier) {
		Object value = carrier;
		for (Method getter : this.getters) {
			try {
				value = getter.invoke(value);
			}
			catch (IllegalAccessException | InvocationTargetException ex) {
				return null;
			}
			if (value == null) {
				return null;
			}
		}
		return (value instanceof URI url) ? url : null;
	}

}
