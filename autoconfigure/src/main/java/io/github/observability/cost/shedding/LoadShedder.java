package io.github.observability.cost.shedding;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

import io.github.observability.DaemonScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Looks for pressure in the background, and sheds telemetry one kind at a time while it
 * lasts.
 */
public final class LoadShedder implements SmartLifecycle {

	/** Readings change every few seconds; looking costs less than a microsecond. */
	private static final Duration PERIOD = Duration.ofSeconds(2);

	private static final Logger logger = LoggerFactory.getLogger(LoadShedder.class);

	private final SheddingLevel level;

	private final PressureReadings readings;

	private final SheddingControl control;

	private final Duration initialDelay;

	private final Duration period;

	private final LongSupplier nanos;

	private final DaemonScheduler scheduler = new DaemonScheduler("observability-cost-shedding");

	private @Nullable Episode episode;

	LoadShedder(SheddingLevel level, PressureReadings readings, SheddingProperties properties, LongSupplier nanos) {
		this.level = level;
		this.readings = readings;
		this.control = new SheddingControl(SheddingLevel.HIGHEST, properties.hold(), properties.recovery());
		this.initialDelay = properties.initialDelay();
		this.period = shorter(PERIOD, shorter(properties.hold(), properties.recovery()));
		this.nanos = nanos;
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) <= 0) ? one : other;
	}

	/**
	 * Compare the readings with their limits once.
	 */
	synchronized void look() {
		List<PressureReading> current = this.readings.read();
		long now = this.nanos.getAsLong();
		int next = this.control.next(now, pressure(current));
		this.level.set(next);
		Episode known = this.episode;
		if (known == null && next > 0) {
			this.episode = new Episode(now, next);
			logger.warn("Telemetry is shed, debug lines first: {}. Counts, errors and access lines stay; the endpoint"
					+ " 'cost' shows what is shed", reason(current));
		}
		else if (known != null && next == 0) {
			this.episode = null;
			logger.info("Load shedding ended after {} s, in which up to {} of {} kinds of telemetry were shed",
					TimeUnit.NANOSECONDS.toSeconds(now - known.since()), known.highest(), SheddingLevel.HIGHEST);
		}
		else if (known != null && next > known.highest()) {
			this.episode = new Episode(known.since(), next);
		}
	}

	private static Pressure pressure(List<PressureReading> readings) {
		Pressure highest = Pressure.LOW;
		for (PressureReading reading : readings) {
			Pressure pressure = reading.pressure();
			highest = (pressure.compareTo(highest) < 0) ? pressure : highest;
		}
		return highest;
	}

	private static String reason(List<PressureReading> readings) {
		return readings.stream()
			.filter((reading) -> reading.pressure() == Pressure.HIGH)
			.map((reading) -> reading.signal().describe((reading.value() != null) ? reading.value() : 0))
			.collect(Collectors.joining(" and "));
	}

	/**
	 * Report what is shed now.
	 * @return the report
	 */
	public synchronized SheddingReport report() {
		Episode known = this.episode;
		Double seconds = (known != null) ? (this.nanos.getAsLong() - known.since()) / 1e9 : null;
		return new SheddingReport(this.level.get(), this.level.shed(), seconds,
				this.readings.read()
					.stream()
					.map((reading) -> new SheddingReport.Reading(reading.signal().value(), reading.value(),
							reading.enter(), reading.leave()))
					.toList());
	}

	@Override
	public void start() {
		this.scheduler.start(this::look, this.initialDelay, this.period);
	}

	@Override
	public void stop() {
		this.scheduler.stop();
		this.level.set(0);
	}

	@Override
	public boolean isRunning() {
		return this.scheduler.isRunning();
	}

	/**
	 * The time in which telemetry is shed.
	 *
	 * @param since when the first was shed
	 * @param highest the most that was shed at a time
	 */
	private record Episode(long since, int highest) {

	}

}
