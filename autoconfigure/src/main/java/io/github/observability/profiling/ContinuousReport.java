package io.github.observability.profiling;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What continuous profiling has seen.
 *
 * @param state whether it runs, and if not, why
 * @param samples the samples of the last five minutes
 * @param version the version of the application, {@code null} if unknown
 * @param versionBefore the version that ran before, {@code null} if unknown
 * @param cpu the frames that CPU time went to
 * @param allocation the classes that were allocated, by bytes
 */
record ContinuousReport(String state, long samples, @Nullable String version, @Nullable String versionBefore,
		List<FrameTable.Row> cpu, List<FrameTable.Row> allocation) {
}
