package io.github.observability.tracing.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.github.observability.tracing.analysis.TraceSpan.Kind;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The analysis of a trace: of ten spans, as a kept one has, and of ten thousand.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TraceAnalyzerBenchmark {

	private static final int DURATION = 10_000_000;

	/** Number of spans. */
	@Param({ "10", "10000" })
	public int size;

	private @Nullable List<TraceSpan> spans;

	/**
	 * Random parents; each third span is one of a hundred statements.
	 * @return the analysis, so that it is not left out
	 */
	@Benchmark
	public TraceAnalysis analyze() {
		List<TraceSpan> trace = this.spans;
		if (trace == null) {
			trace = trace(this.size);
			this.spans = trace;
		}
		return TraceAnalyzer.analyze(trace);
	}

	private static List<TraceSpan> trace(int size) {
		Random random = new Random(7);
		List<TraceSpan> trace = new ArrayList<>();
		trace.add(span("0", null, 0, DURATION, Map.of()));
		for (int i = 1; i < size; i++) {
			long start = random.nextInt(DURATION);
			Map<String, Object> attributes = (i % 3 != 0) ? Map.of("client.name", "stock", "uri", "/items/{id}")
					: Map.of("db.query.text", "select * from items where id = " + i % 100);
			trace.add(span("" + i, "" + random.nextInt(i), start, start + random.nextInt(DURATION / 10), attributes));
		}
		return trace;
	}

	private static TraceSpan span(String id, @Nullable String parent, long start, long end,
			Map<String, Object> attributes) {
		return new TraceSpan("t", id, parent, false, "service", "span " + id, Kind.CLIENT, start, end, false,
				attributes);
	}

}
