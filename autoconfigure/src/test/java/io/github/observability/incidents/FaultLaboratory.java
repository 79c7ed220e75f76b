package io.github.observability.incidents;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Plants faults in a {@link SimulatedService} and looks at what is suspected.
 */
final class FaultLaboratory {

	private static final int WARM_UP_MINUTES = 60;

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
		return new Result(fault, before, open, rank(suspects, fault), rank(byZ(service), fault));
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
	 * What a ranking by the largest z alone says: the distance of the last minute from the
	 * mean of the hour before, in standard deviations.
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
	 */
	record Result(Fault fault, int before, List<Incident> open, int rank, int zRank) {

	}

	public static void main(String[] args) {
		if (args.length > 1) {
			for (int seed = 0; seed < Integer.parseInt(args[0]); seed++) {
				for (double amplitude : new double[] { 0, 0.7 }) {
					SimulatedService service = new SimulatedService(seed + 500, amplitude);
					service.run(150);
					System.out.println(amplitude + " " + service.opened);
				}
				SimulatedService storms = new SimulatedService(seed + 900, 0);
				storms.run(60);
				storms.begin(Fault.SLOW_DEPENDENCY);
				storms.run(5);
				storms.begin(Fault.BROKEN_REGION);
				storms.run(5);
				storms.begin(Fault.FAILING_DEPENDENCY);
				storms.run(5);
				System.out.println("storms " + storms.opened.size());
				for (Incident each : storms.monitor().now()) {
					System.out.println("    " + each.begin() + each.members().stream().map(Incident.Member::signal).toList() + " first "
							+ each.suspects().get(0).statement());
				}
			}
			return;
		}
		int runs = Integer.parseInt(args[0]);
		int first = 0;
		int third = 0;
		int zFirst = 0;
		int zThird = 0;
		int all = 0;
		for (Fault fault : Fault.values()) {
			for (int seed = 0; seed < runs; seed++) {
				Result result = run(fault, seed);
				all++;
				first += (result.rank() == 1) ? 1 : 0;
				third += (result.rank() > 0 && result.rank() <= 3) ? 1 : 0;
				zFirst += (result.zRank() == 1) ? 1 : 0;
				zThird += (result.zRank() > 0 && result.zRank() <= 3) ? 1 : 0;
				System.out.println(fault + " " + seed + " before " + result.before() + " open " + result.open().size()
						+ " rank " + result.rank() + " z " + result.zRank());
				if (result.rank() != 1 && !result.open().isEmpty()) {
					result.open().get(result.open().size() - 1).suspects()
						.forEach((suspect) -> System.out.println("    " + suspect.type() + " " + suspect.statement()
								+ " shift " + suspect.shift()));
				}
			}
		}
		System.out.println("first " + first + " third " + third + " of " + all + "; z first " + zFirst + " third " + zThird);
	}

}
