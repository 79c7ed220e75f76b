package io.github.observability.saturation.kernel;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import io.github.observability.saturation.SaturationMeter;
import io.github.observability.saturation.SaturationReadings;
import io.github.observability.saturation.SaturationSource;

/**
 * How long threads of the process were ready and waited for a CPU: the second field of
 * each thread's {@code schedstat}. A pass reads a bounded number of threads. If there are
 * more, passes take turns: readings are late, and only the time that a thread waits
 * between its last reading and its end is lost.
 *
 * @see <a href=
 * "https://docs.kernel.org/scheduler/sched-stats.html">docs.kernel.org/scheduler/sched-stats</a>
 */
final class RunQueueSource implements SaturationSource {

	static final int MAX_THREADS = 32;

	private static final String TASKS = "/proc/self/task";

	private final KernelFiles files;

	private final Path tasks;

	private final Map<String, Long> waited = new HashMap<>();

	private int next;

	private long total;

	RunQueueSource(KernelFiles files) {
		this.files = files;
		this.tasks = files.path(TASKS);
	}

	@Override
	public void read(SaturationReadings readings) {
		if (!Files.isDirectory(this.tasks)) {
			return;
		}
		List<String> threads = new ArrayList<>();
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(this.tasks)) {
			entries.forEach((entry) -> threads.add(entry.getFileName().toString()));
		}
		catch (IOException | RuntimeException ex) {
			readings.unreadable(TASKS, ex);
			return;
		}
		this.waited.keySet().retainAll(new HashSet<>(threads));
		boolean found = !this.waited.isEmpty();
		int count = Math.min(threads.size(), MAX_THREADS);
		for (int i = 0; i < count; i++) {
			found |= read(threads.get((this.next + i) % threads.size()), readings);
		}
		this.next = threads.isEmpty() ? 0 : (this.next + count) % threads.size();
		if (found) {
			readings.total(SaturationMeter.RUN_QUEUE_WAIT, this.total / 1e9);
		}
	}

	private boolean read(String thread, SaturationReadings readings) {
		// One name for all, as threads come and go.
		String stat = this.files.read(this.tasks.resolve(thread).resolve("schedstat"), TASKS + "/*/schedstat",
				readings);
		if (stat == null) {
			return false;
		}
		int first = stat.indexOf(' ');
		int second = stat.indexOf(' ', first + 1);
		long nanos = (first > 0 && second > 0) ? KernelFiles.number(stat.substring(first + 1, second))
				: KernelFiles.NO_NUMBER;
		if (nanos < 0) {
			if (!stat.isEmpty()) {
				// A thread that has just ended has an empty one.
				readings.unreadable(TASKS + "/*/schedstat", "no time of waiting in it");
			}
			return false;
		}
		Long before = this.waited.put(thread, nanos);
		// A number that has fallen is of a new thread with the same id.
		long rise = (before != null && before <= nanos) ? nanos - before : nanos;
		this.total = Math.max(this.total, this.total + rise);
		return true;
	}

}
