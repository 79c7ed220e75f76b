package io.github.observability.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The application that the tests of a class share. A test that asks for the class and the
 * properties that the test before it asked for gets the application that still runs; any
 * other gets a new one, and the old one stops first, since the logging system belongs to
 * one application at a time.
 * <p>
 * Give each test that asks for something else an {@code @Order}, so that those without
 * one run together.
 * <p>
 * Meters and memory keep what earlier tests left in them: compare with what was there
 * before, or use ids of your own.
 */
public final class SharedApplication implements AfterEachCallback, AfterAllCallback {

	private List<Object> key = List.of();

	private @Nullable RunningApplication application;

	/**
	 * Return a running application, which nobody but this closes.
	 * @param source the configuration class
	 * @param arguments properties as {@code key=value}
	 * @return the running application
	 */
	public RunningApplication get(Class<?> source, String... arguments) {
		List<Object> key = new ArrayList<>(Arrays.asList(arguments));
		key.add(source);
		RunningApplication running = this.application;
		if (running == null || !running.context().isActive() || !this.key.equals(key)) {
			running = start(source, arguments);
			this.key = key;
		}
		return running;
	}

	/**
	 * Return an application that no other test has used, nor will use, for a test that
	 * looks at what is written at its start or fills it with what does not go away.
	 * @param source the configuration class
	 * @param arguments properties as {@code key=value}
	 * @return the running application
	 */
	public RunningApplication fresh(Class<?> source, String... arguments) {
		this.key = List.of();
		return start(source, arguments);
	}

	private RunningApplication start(Class<?> source, String... arguments) {
		close();
		RunningApplication started = RunningApplication.start(source, arguments);
		this.application = started;
		return started;
	}

	/**
	 * Stop the application, so that everything has been written that it has to write.
	 */
	public void close() {
		if (this.application != null) {
			this.application.close();
			this.application = null;
		}
	}

	/**
	 * Wait until the running application has nothing to do.
	 * @see RunningApplication#awaitRest()
	 */
	public void awaitRest() {
		RunningApplication application = this.application;
		if (application != null) {
			application.awaitRest();
		}
	}

	/**
	 * What is written belongs to the test that asked for it.
	 */
	@Override
	public void afterEach(ExtensionContext context) {
		awaitRest();
	}

	@Override
	public void afterAll(ExtensionContext context) {
		close();
	}

}
