package io.github.observability.profiling.pyroscope;

import io.pyroscope.javaagent.PyroscopeAgent;
import io.pyroscope.javaagent.config.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Starts Pyroscope's agent unless it runs, and stops what it has started.
 */
final class PyroscopeAgentStarter implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(PyroscopeAgentStarter.class);

	private final PyroscopeSettings settings;

	private volatile boolean started;

	PyroscopeAgentStarter(PyroscopeSettings settings) {
		this.settings = settings;
	}

	@Override
	public void start() {
		if (PyroscopeAgent.isStarted()) {
			logger.info("Pyroscope's agent runs already, so it keeps its settings");
			return;
		}
		try {
			PyroscopeAgent.start(Config.build(this.settings));
			this.started = PyroscopeAgent.isStarted();
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("Pyroscope's agent does not start: {}", ex.toString());
		}
	}

	@Override
	public void stop() {
		if (this.started) {
			this.started = false;
			PyroscopeAgent.stop();
		}
	}

	@Override
	public boolean isRunning() {
		return this.started;
	}

}
