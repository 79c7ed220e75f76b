package io.github.observability.incidents.signal;

import java.util.concurrent.TimeUnit;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;

import io.github.observability.JvmNames;
import io.github.observability.incidents.detection.CounterRate;
import io.github.observability.incidents.signal.Subject.Type;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * A signal that is read from one meter, or from several of the same name.
 */
final class MeterSignal {

	private final SignalType type;

	private final Subject subject;

	private final MeterTotals totals = new MeterTotals();

	private final @Nullable CounterRate rate;

	private MeterSignal(SignalType type, Subject subject, Meter meter, DoubleUnaryOperator value,
			@Nullable CounterRate rate) {
		this.type = type;
		this.subject = subject;
		this.totals.add(meter, value);
		this.rate = rate;
	}

	static @Nullable MeterSignal ofTimer(Timer timer, MeterRegistry registry) {
		return switch (timer.getId().getName()) {
			case JvmNames.GC_PAUSE ->
				host(SignalType.WAITING, "garbage collection", timer, time(timer, registry), true);
			case "hikaricp.connections.acquire" ->
				rate(SignalType.WAITING, new Subject(Type.RESOURCE, "connections of " + timer.getId().getTag("pool")),
						timer, time(timer, registry));
			default -> null;
		};
	}

	private static DoubleUnaryOperator time(Timer timer, MeterRegistry registry) {
		return CountSource.of(registry, timer).total((each) -> each.totalTime(TimeUnit.SECONDS));
	}

	static @Nullable MeterSignal ofGauge(Gauge gauge) {
		Meter.Id id = gauge.getId();
		return switch (id.getName()) {
			case "process.cpu.usage", "jvm.cpu.recent_utilization" ->
				host(SignalType.UTILIZATION, "cpu of the process", gauge, (seconds) -> gauge.value(), false);
			case "jvm.threads.states", "jvm.thread.count" -> isBlocked(id)
					? host(SignalType.WAITING, "threads blocked by a lock", gauge, (seconds) -> gauge.value(), false)
					: null;
			default -> null;
		};
	}

	private static boolean isBlocked(Meter.Id id) {
		return "blocked".equals(id.getTag("state")) || "blocked".equals(id.getTag("jvm.thread.state"));
	}

	static @Nullable MeterSignal ofCounter(Meter meter, Supplier<DoubleUnaryOperator> total) {
		return switch (meter.getId().getName()) {
			case "observability.saturation.cpu.throttled" ->
				host(SignalType.WAITING, "throttling by the CPU quota", meter, total.get(), true);
			case "observability.saturation.run.queue.wait" ->
				host(SignalType.WAITING, "run queue of the CPU", meter, total.get(), true);
			case "logback.events", "log4j2.events" -> ofLevel(meter, total);
			default -> null;
		};
	}

	private static @Nullable MeterSignal ofLevel(Meter meter, Supplier<DoubleUnaryOperator> total) {
		String level = String.valueOf(meter.getId().getTag("level"));
		return (level.equals("error") || level.equals("warn"))
				? rate(SignalType.LOG_LINES, new Subject(Type.LOG, "level " + level), meter, total.get()) : null;
	}

	static MeterSignal ofBusinessEvent(Meter meter, Supplier<DoubleUnaryOperator> total) {
		return rate(SignalType.BUSINESS, new Subject(Type.BUSINESS, meter.getId().getName()), meter, total.get());
	}

	private static MeterSignal rate(SignalType type, Subject subject, Meter meter, DoubleUnaryOperator total) {
		return new MeterSignal(type, subject, meter, total, new CounterRate());
	}

	private static MeterSignal host(SignalType type, String name, Meter meter, DoubleUnaryOperator total,
			boolean rate) {
		return new MeterSignal(type, new Subject(Type.HOST, name), meter, total, rate ? new CounterRate() : null);
	}

	SignalType type() {
		return this.type;
	}

	Subject subject() {
		return this.subject;
	}

	MeterSignal plus(MeterSignal other) {
		this.totals.addAll(other.totals);
		return this;
	}

	void remove(Meter meter) {
		this.totals.remove(meter);
	}

	double read(double seconds) {
		double sum = this.totals.isEmpty() ? Double.NaN : this.totals.read(seconds);
		return (this.rate != null) ? this.rate.next(sum, seconds) : sum;
	}

}
