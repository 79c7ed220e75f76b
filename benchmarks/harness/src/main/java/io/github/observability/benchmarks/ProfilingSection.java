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
		return String.format(Locale.ROOT,
				"""
								### Profiled all the time

								One warm service, profiled and not profiled in turns, in %d pairs of slices of %d s of the GET with 8 connections. \
								Median ratio of a pair, followed by the 95 %% confidence interval of the median: throughput %s, CPU per request %s. \
						The profiler's own threads took %.2f %% of the CPU time [%.2f, %.2f], which says more than these ratios where the \
						machine is not steady.

								""",
				this.cost.pairs().size(), this.cost.seconds(), figure(this.cost.throughput()), figure(this.cost.cpu()),
				100 * this.cost.threads().median(), 100 * this.cost.threads().lower(),
				100 * this.cost.threads().upper());
	}

	private static String figure(Statistics.Interval interval) {
		return String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", interval.median(), interval.lower(), interval.upper());
	}

}
