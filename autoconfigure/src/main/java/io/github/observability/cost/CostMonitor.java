package io.github.observability.cost;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.github.observability.DaemonScheduler;
import io.github.observability.cost.shedding.SheddingReport;
import io.github.observability.logging.delivery.LineVolumes;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Records the meters, remembers what telemetry weighed and compares it with the budgets,
 * on one thread of its own.
 */
final class CostMonitor implements SmartLifecycle {

	private static final Duration PERIOD = Duration.ofSeconds(MeterSignals.STEP_SECONDS);

	private static final int STEPS_A_MINUTE = 60 / MeterSignals.STEP_SECONDS;

	/** Before, the rates are those of the start. */
	private static final double JUDGED_AFTER_SECONDS = 300;

	private final TelemetryReader reader;

	private final CostReports reports;

	private final Budgets budgets;

	private final MeterSignals signals;

	private final Supplier<@Nullable SheddingReport> shedding;

	private final DaemonScheduler scheduler = new DaemonScheduler("observability-cost");

	private int steps;

	private @Nullable TelemetryHistory history;

	CostMonitor(TelemetryReader reader, CostReports reports, Budgets budgets, MeterSignals signals, SpanVolumes spans,
			LogRecordVolumes records, Supplier<@Nullable SheddingReport> shedding, MeterRegistry registry) {
		this.reader = reader;
		this.reports = reports;
		this.budgets = budgets;
		this.signals = signals;
		this.shedding = shedding;
		bytes("logs", records,
				(pushed) -> pushed.bytes()
						+ LineVolumes.PROCESS.volumes().values().stream().mapToLong(LineVolumes.Volume::bytes).sum(),
				registry);
		bytes("traces", spans, (volumes) -> volumes.total().bytes(), registry);
		budgets.bindTo(registry);
	}

	private static <T> void bytes(String signal, T counts, ToDoubleFunction<T> bytes, MeterRegistry registry) {
		FunctionCounter.builder(CostMeter.BYTES.getName(), counts, bytes)
			.description(CostMeter.BYTES.description())
			.baseUnit(CostMeter.BYTES.getBaseUnit())
			.tag(CostTag.SIGNAL.asString(), signal)
			.register(registry);
	}

	@Override
	public void start() {
		if (!isRunning()) {
			LineVolumes.PROCESS.start();
			history();
			this.scheduler.start(this::step, PERIOD, PERIOD);
		}
	}

	@Override
	public void stop() {
		if (isRunning()) {
			this.scheduler.stop();
			LineVolumes.PROCESS.stop();
		}
	}

	@Override
	public boolean isRunning() {
		return this.scheduler.isRunning();
	}

	private synchronized TelemetryHistory history() {
		TelemetryHistory known = this.history;
		if (known == null) {
			known = new TelemetryHistory(this.reader.read());
			this.history = known;
		}
		return known;
	}

	/**
	 * Record the meters, and once a minute what telemetry weighs.
	 */
	private void step() {
		this.signals.step();
		if (++this.steps % STEPS_A_MINUTE == 0) {
			minute();
		}
	}

	/**
	 * Remember what telemetry weighs, and check the budgets.
	 */
	void minute() {
		TelemetryHistory history = history();
		TelemetrySnapshot now = this.reader.read();
		if (history.isDue(now.nanos())) {
			history.add(now);
		}
		if (!this.budgets.isEmpty()) {
			CostReport report = report(history, now);
			if (report.windowSeconds() >= JUDGED_AFTER_SECONDS) {
				this.budgets.check(report);
			}
		}
	}

	/**
	 * Report what telemetry weighs now.
	 * @return the report
	 */
	CostReport report() {
		CostReport report = report(history(), this.reader.read());
		return new CostReport(report.windowSeconds(), report.notes(), report.metrics(), report.logs(), report.traces(),
				report.sources(), report.routes(), report.events(), report.forecast(), this.budgets.uses(report),
				this.shedding.get());
	}

	private CostReport report(TelemetryHistory history, TelemetrySnapshot now) {
		return this.reports.report(history.baseline(), history.growthBaseline(), now);
	}

}
