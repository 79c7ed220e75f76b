package io.github.observability.benchmarks;

import java.util.Locale;

/**
 * What continuous profiling costs, in a sentence for each version of Java.
 */
final class ProfilingSection {

	private final ProfilingCost cost;

	ProfilingSection(ProfilingCost cost) {
		this.cost = cost;
	}

	String render() {
		return """
				### Profiled all the time

				One warm service, profiled and not profiled in turns, in %d pairs of slices of %d s of the GET with 8 connections. \
				Two pairs each, one of either order, make one ratio. Median, followed by its 95 %% confidence interval: \
				throughput %s, CPU per request %s. The profiler's own threads took %s %% of the CPU time, which says more than \
				these ratios where the machine is not steady.

				"""
			.formatted(this.cost.pairs().size(), this.cost.seconds(), figure("%.3f", 1, this.cost.throughput()),
					figure("%.3f", 1, this.cost.cpu()), figure("%.2f", 100, this.cost.threads()));
	}

	private static String figure(String format, double factor, Statistics.Interval interval) {
		return String.format(Locale.ROOT, "%1$s [%1$s, %1$s]".formatted(format), factor * interval.median(),
				factor * interval.lower(), factor * interval.upper());
	}

}
