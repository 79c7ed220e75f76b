package io.github.observability.incidents;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.observability.incidents.signal.Series;

/**
 * Plants faults in a {@link SimulatedService} and looks at what is suspected.
 */
final class FaultLaboratory {

	private static final int WARM_UP_MINUTES = 50;

	private FaultLaboratory() {
	}

	/**
	 * Plant a fault and return the result a few minutes later.
	 */
	static Result run(Fault fault, long seed) {
		SimulatedService service = new SimulatedService(seed * 31 + fault.ordinal(), (seed % 2 == 0) ? 0 : 0.4);
		service.run(WARM_UP_MINUTES);
		int before = service.opened.size();
		service.begin(fault);
		service.run(fault.minutes());
		List<Incident> open = service.monitor().now();
		List<String> suspects = open.isEmpty() ? List.of()
				: open.get(open.size() - 1).suspects().stream().map(Suspect::subject).toList();
		return new Result(fault, before, open, rank(suspects, fault), rank(byZ(service), fault),
				List.copyOf(service.reader.series()));
	}

	private static int rank(List<String> subjects, Fault fault) {
		for (int i = 0; i < subjects.size(); i++) {
			if (fault.isPlanted(subjects.get(i))) {
				return i + 1;
			}
		}
		return 0;
	}

	/**
	 * What a ranking by the largest z alone says: the distance of the last minute from
	 * the mean of the hour before, in standard deviations.
	 */
	private static List<String> byZ(SimulatedService service) {
		Map<String, Double> bySubject = new HashMap<>();
		for (Series series : service.reader.series()) {
			double z = z(series.values());
			if (Double.isFinite(z)) {
				bySubject.merge(series.subject().toString(), z, Math::max);
			}
		}
		List<String> subjects = new ArrayList<>(bySubject.keySet());
		subjects.sort(Comparator.comparingDouble((String subject) -> -bySubject.get(subject)));
		return subjects;
	}

	private static double z(double[] values) {
		double sum = 0;
		double squares = 0;
		int count = 0;
		for (double value : values) {
			if (Double.isFinite(value)) {
				sum += value;
				squares += value * value;
				count++;
			}
		}
		double mean = sum / count;
		double last = values[values.length - 1];
		return Math.abs(last - mean) / Math.sqrt(squares / count - mean * mean);
	}

	/**
	 * What a run shows.
	 *
	 * @param fault the planted fault
	 * @param before incidents opened before the fault
	 * @param open open incidents
	 * @param rank the rank of the planted cause, 0 if it is not suspected
	 * @param zRank its rank by the largest z, 0 if it has none
	 * @param series the signals
	 */
	record Result(Fault fault, int before, List<Incident> open, int rank, int zRank, List<Series> series) {

	}

}
