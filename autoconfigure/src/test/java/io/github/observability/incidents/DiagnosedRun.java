package io.github.observability.incidents;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.github.observability.incidents.detection.Shift;
import io.github.observability.incidents.diagnosability.FaultSignal;
import io.github.observability.incidents.signal.Series;
import io.github.observability.incidents.signal.Subject;
import org.jspecify.annotations.Nullable;

/**
 * A run of the laboratory by classes of signals, whatever the names of routes and
 * dependencies.
 *
 * @param fault the planted fault
 * @param rises the signals that rose, and the changes that happened
 * @param falls the signals that fell
 * @param suspected the signals of the suspects in their order, without the harmless
 * changes that the laboratory makes now and then
 * @param service the service
 */
record DiagnosedRun(Fault fault, Set<FaultSignal> rises, Set<FaultSignal> falls, List<FaultSignal> suspected,
		SimulatedService service) {

	private static final int WARM_UP_MINUTES = 50;

	/** As for a suspect. */
	private static final double SMALLEST_SHIFT = 2;

	private static final String HARMLESS = "color-";

	static DiagnosedRun of(Fault fault, long seed, Set<String> missing) {
		SimulatedService service = new SimulatedService(seed * 31 + fault.ordinal(), (seed % 2 == 0) ? 0 : 0.4,
				missing);
		service.run(WARM_UP_MINUTES);
		long began = service.step0();
		service.begin(fault);
		service.run(fault.minutes());
		Set<FaultSignal> rises = EnumSet.noneOf(FaultSignal.class);
		Set<FaultSignal> falls = EnumSet.noneOf(FaultSignal.class);
		for (Series series : service.reader.series()) {
			Shift shift = series.shift(began);
			FaultSignal signal = FaultSignal.of(series.subject().type().label(), series.subject().name(),
					series.type().label());
			if (signal != null && shift != null && shift.score() >= SMALLEST_SHIFT) {
				(shift.isRise() ? rises : falls).add(signal);
			}
		}
		for (ChangeEvent change : service.monitor().changes()) {
			FaultSignal signal = FaultSignal.ofChange(change.type().tag());
			if (signal != null && !change.time().isBefore(StepTime.WALL_CLOCK.of(began))) {
				rises.add(signal);
			}
		}
		return new DiagnosedRun(fault, rises, falls, suspected(service), service);
	}

	private static List<FaultSignal> suspected(SimulatedService service) {
		List<Incident> open = service.monitor().now();
		List<FaultSignal> suspected = new ArrayList<>();
		if (!open.isEmpty()) {
			for (Suspect suspect : open.get(open.size() - 1).suspects()) {
				FaultSignal signal = signal(suspect, service);
				if (signal != null && !suspected.contains(signal) && !suspect.subject().startsWith(HARMLESS)) {
					suspected.add(signal);
				}
			}
		}
		return suspected;
	}

	private static @Nullable FaultSignal signal(Suspect suspect, SimulatedService service) {
		String signal = suspect.signal();
		if (signal == null) {
			return service.monitor()
				.changes()
				.stream()
				.filter((change) -> change.name().equals(suspect.subject()) && change.time().equals(suspect.since()))
				.findFirst()
				.map((change) -> FaultSignal.ofChange(change.type().tag()))
				.orElse(null);
		}
		String subject = suspect.subject();
		boolean all = subject.equals(Subject.SERVICE.toString());
		int space = subject.indexOf(' ');
		return FaultSignal.of(all ? "service" : subject.substring(0, space), subject.substring(space + 1),
				signal.substring(0, signal.indexOf(' ')));
	}

	/**
	 * Whether the suspects take this run and another one for the same: each names the
	 * other's first suspect among its first two.
	 */
	boolean isConfusedWith(DiagnosedRun other) {
		return names(other) && other.names(this);
	}

	private boolean names(DiagnosedRun other) {
		return other.suspected.isEmpty() ? this.suspected.isEmpty()
				: this.suspected.subList(0, Math.min(2, this.suspected.size())).contains(other.suspected.get(0));
	}

}
