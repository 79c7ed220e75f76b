package io.github.observability.test;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * What one test records.
 */
final class Recording {

	private static final boolean LOGBACK = ClassUtils.isPresent("ch.qos.logback.classic.LoggerContext",
			Recording.class.getClassLoader());

	private final Traces traces;

	private final Meters meters;

	private final Lines lines;

	Recording(ApplicationContext context, Duration deadline, TestFiles files) {
		this.traces = new Traces(TraceSource.of(context, deadline), files);
		this.meters = new Meters(context.getBeanProvider(MeterRegistry.class), deadline, files);
		this.lines = new Lines(deadline, files);
	}

	void begin() {
		this.traces.begin();
		this.meters.begin();
		if (LOGBACK) {
			this.lines.begin();
		}
	}

	void end() {
		if (LOGBACK) {
			this.lines.end();
		}
	}

	Traces traces() {
		return this.traces;
	}

	Meters meters() {
		return this.meters;
	}

	Lines lines() {
		return this.lines;
	}

	Slos slos() {
		return new Slos(this.meters);
	}

}
