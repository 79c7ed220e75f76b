package io.github.observability.logging.patterns;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * One line for the thread that logs, which hands it over, and for the thread that mines
 * patterns.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LogPatternBenchmark {

	private static final int LINES = 10_000;

	private static final List<String> TEXTS = List.of(
			"Receiving block blk_%d src: /10.250.19.%d:54106 dest: /10.1.2.3:50010",
			"PacketResponder %d for block blk_-160899%d terminating", "Took %d ms to answer %d requests",
			"Failed password for invalid user test%d from 10.0.0.%d port 40022 ssh2",
			"event=order_placed order_id=%d customer=c%d amount=39.90 currency=EUR",
			"Servlet.service() for servlet [dispatcherServlet] in context with path [/rides/%d] threw exception %d",
			"Closed socket connection for client /10.0.0.%d:%d which had sessionid 0x14ed93111f20057",
			"Deploying web application directory [/srv/tomcat/webapps/app%d] of node %d");

	private final List<PatternLine> lines = lines();

	private final PatternMiner miner = new PatternMiner();

	private final Handover<PatternLine> handover = new Handover<>(4_096);

	/**
	 * Mine lines.
	 * @return the pattern of the last one
	 */
	@Benchmark
	@OperationsPerInvocation(LINES)
	public Object mine() {
		Object last = null;
		for (PatternLine line : this.lines) {
			last = this.miner.add(line);
		}
		return (last != null) ? last : this.miner;
	}

	/**
	 * Hand lines over, and empty the ring as the thread that mines would.
	 */
	@Benchmark
	@OperationsPerInvocation(LINES)
	public void handOver() {
		for (int i = 0; i < LINES; i++) {
			PatternLine line = this.lines.get(i);
			this.handover
				.give(new PatternLine(line.logger(), line.level(), null, line.text(), line.time(), line.traceId()));
			if ((i & 1_023) == 0) {
				this.handover.take((each) -> {
				});
			}
		}
	}

	private static List<PatternLine> lines() {
		Random random = new Random(7);
		return IntStream.range(0, LINES)
			.mapToObj((i) -> TEXTS.get(i % TEXTS.size()).formatted(random.nextInt(100_000), random.nextInt(250)))
			.map((text) -> new PatternLine("org.example.Lines", "INFO", null, text, 0, null))
			.toList();
	}

}
