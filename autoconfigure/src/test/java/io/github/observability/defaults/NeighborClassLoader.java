package io.github.observability.defaults;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;

/**
 * An application of Boot with classes of its own, as a servlet container has them, and
 * without the starter.
 */
final class NeighborClassLoader extends URLClassLoader {

	NeighborClassLoader() {
		super(Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.endsWith("classes"))
			.map(NeighborClassLoader::url)
			.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
	}

	private static URL url(String entry) {
		try {
			return new File(entry).toURI().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Starts an application, whose logging system reads the system properties. */
	String start() throws ReflectiveOperationException {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(this);
		try {
			Class<?> type = loadClass(SpringApplication.class.getName());
			Class<?> source = loadClass("org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration");
			Object application = type.getConstructor(Class[].class).newInstance((Object) new Class<?>[] { source });
			Class<?> webType = loadClass(WebApplicationType.class.getName());
			type.getMethod("setWebApplicationType", webType).invoke(application, webType.getField("NONE").get(null));
			Object context = type.getMethod("run", String[].class).invoke(application, (Object) new String[0]);
			context.getClass().getMethod("close").invoke(context);
			loadClass(BootDefault.class.getName());
			return "started with the starter";
		}
		catch (ClassNotFoundException ex) {
			return "started without the starter";
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

}
