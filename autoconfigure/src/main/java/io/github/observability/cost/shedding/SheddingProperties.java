package io.github.observability.cost.shedding;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for load shedding.
 *
 * @param enabled Whether telemetry is shed while the application is short of memory, CPU
 * or room for spans.
 * @param initialDelay Time after startup in which nothing is shed, because a starting
 * application uses all CPU that it gets.
 * @param hold Time for which a reading has to stay above its limit before a further kind
 * of telemetry is shed.
 * @param recovery Time for which all readings have to stay below their limits before a
 * kind of telemetry is back.
 * @param enter Limits above which telemetry is shed, as shares from 0 to 1. A limit of 1
 * is never exceeded.
 * @param leave Limits below which telemetry comes back, as shares from 0 to 1.
 * @param headSamplingFactor Factor for the probability of head sampling once it is shed.
 */
@ConfigurationProperties(SheddingProperties.PREFIX)
record SheddingProperties(@DefaultValue("true") boolean enabled, @DefaultValue("1m") Duration initialDelay,
		@DefaultValue("15s") Duration hold, @DefaultValue("8s") Duration recovery, @DefaultValue Enter enter,
		@DefaultValue Leave leave, @DefaultValue("0.1") double headSamplingFactor) {

	static final String PREFIX = "observability.cost.shedding";

	private static final Duration SHORTEST = Duration.ofMillis(10);

	SheddingProperties {
		require(!initialDelay.isNegative(), "initial-delay", "must not be negative", initialDelay);
		require(hold.compareTo(SHORTEST) >= 0, "hold", "must be at least 10ms", hold);
		require(recovery.compareTo(SHORTEST) >= 0, "recovery", "must be at least 10ms", recovery);
		require(headSamplingFactor >= 0 && headSamplingFactor <= 1, "head-sampling-factor", "must be from 0 to 1",
				headSamplingFactor);
		requireOrder("heap", leave.heap(), enter.heap());
		requireOrder("cpu", leave.cpu(), enter.cpu());
		requireOrder("throttling", leave.throttling(), enter.throttling());
		requireOrder("export-queue", leave.exportQueue(), enter.exportQueue());
	}

	private static void requireOrder(String signal, double leave, double enter) {
		require(enter > 0 && enter <= 1, "enter." + signal, "must be above 0 and at most 1", enter);
		require(leave > 0 && leave <= enter, "leave." + signal,
				"must be above 0 and at most '" + PREFIX + ".enter." + signal + "', which is " + enter, leave);
	}

	private static void require(boolean valid, String key, String rule, Object value) {
		if (!valid) {
			throw new IllegalArgumentException("'" + PREFIX + "." + key + "' " + rule + ", but was '" + value + "'");
		}
	}

	/**
	 * Limits above which telemetry is shed.
	 *
	 * @param heap Share of the heap that is in use after a garbage collection, above
	 * which telemetry is shed.
	 * @param cpu Share of the CPU quota that is used, above which telemetry is shed.
	 * @param throttling Share of the time for which the CPU quota throttles the process,
	 * above which telemetry is shed.
	 * @param exportQueue Share of the queue of a span exporter that is full, above which
	 * telemetry is shed.
	 */
	record Enter(@DefaultValue("0.92") double heap, @DefaultValue("0.95") double cpu,
			@DefaultValue("0.5") double throttling, @DefaultValue("0.9") double exportQueue) {

	}

	/**
	 * Limits below which telemetry comes back.
	 *
	 * @param heap Share of the heap that is in use after a garbage collection, below
	 * which telemetry comes back.
	 * @param cpu Share of the CPU quota that is used, below which telemetry comes back.
	 * @param throttling Share of the time for which the CPU quota throttles the process,
	 * below which telemetry comes back.
	 * @param exportQueue Share of the queue of a span exporter that is full, below which
	 * telemetry comes back.
	 */
	record Leave(@DefaultValue("0.87") double heap, @DefaultValue("0.85") double cpu,
			@DefaultValue("0.25") double throttling, @DefaultValue("0.5") double exportQueue) {

	}

}
