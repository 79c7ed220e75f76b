package io.github.observability.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/**
 * {@link Load} of plain sockets, one thread each, where {@code wrk} is not installed.
 */
final class SocketLoad implements Load {

	@Override
	public String name() {
		return "sockets of the harness";
	}

	@Override
	public Result run(String host, int port, Endpoint endpoint, Duration duration) {
		long start = System.nanoTime();
		long end = start + duration.toNanos();
		Callable<long[]> task = () -> latencies(host, port, endpoint.path(), end);
		ExecutorService executor = Executors.newFixedThreadPool(endpoint.connections());
		try {
			List<long[]> latencies = new ArrayList<>();
			for (Future<long[]> future : executor.invokeAll(Collections.nCopies(endpoint.connections(), task))) {
				latencies.add(future.get());
			}
			return result(latencies.stream().flatMapToLong(LongStream::of).sorted().toArray(),
					(System.nanoTime() - start) / 1e9);
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException("The load failed", ex);
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static Result result(long[] sorted, double seconds) {
		return new Result(sorted.length, seconds, Statistics.percentile(sorted, 0.5) / 1e3,
				Statistics.percentile(sorted, 0.99) / 1e3);
	}

	private static long[] latencies(String host, int port, String path, long end) {
		long[] latencies = new long[1024];
		int count = 0;
		try (HttpConnection connection = new HttpConnection(host, port)) {
			for (long before = System.nanoTime(); before < end; before = System.nanoTime()) {
				connection.get(path);
				if (count == latencies.length) {
					latencies = Arrays.copyOf(latencies, count * 2);
				}
				latencies[count++] = System.nanoTime() - before;
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return Arrays.copyOf(latencies, count);
	}

}
