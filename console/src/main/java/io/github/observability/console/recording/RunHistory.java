package io.github.observability.console.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.github.observability.LatencySketch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Summary of this run by route, and that of the run before, read from a file in the build
 * folder.
 */
public final class RunHistory {

	private static final Logger logger = LoggerFactory.getLogger(RunHistory.class);

	private static final int VERSION = 1;

	private static final int MAX_ROUTES = 200;

	private static final long MAX_FILE = 1 << 20;

	private final JsonMapper json;

	private final @Nullable Path file;

	private final AtomicReference<@Nullable Run> last;

	private final @Nullable Run previous;

	private final long started;

	private final Map<String, Totals> routes = new LinkedHashMap<>();

	public RunHistory(JsonMapper json, @Nullable Path file, long started) {
		this(json, file, started, new AtomicReference<>());
	}

	/**
	 * Create a history.
	 * @param json reads and writes the file
	 * @param file the file, {@code null} if there is no place for one
	 * @param started the start of this run, milliseconds since the epoch
	 * @param last the run before, which this run replaces when it ends
	 */
	public RunHistory(JsonMapper json, @Nullable Path file, long started, AtomicReference<@Nullable Run> last) {
		this.json = json;
		this.file = file;
		this.started = started;
		this.last = last;
		Run before = last.get();
		this.previous = (before != null) ? before : read();
	}

	/**
	 * Add a request that was served.
	 * @param request the span of the request
	 * @param queries the number of statements that it led to
	 * @param bytes the bytes of its telemetry
	 */
	synchronized void add(RecordedSpan request, int queries, int bytes) {
		String route = TraceSummary.route(request);
		Totals totals = this.routes.get(route);
		if (totals == null) {
			if (this.routes.size() >= MAX_ROUTES) {
				return;
			}
			totals = new Totals();
			this.routes.put(route, totals);
		}
		totals.count++;
		totals.errors += request.error() ? 1 : 0;
		totals.queries += queries;
		totals.bytes += bytes;
		totals.latency.record(request.durationNanos());
	}

	public synchronized Run current() {
		List<Route> rows = new ArrayList<>();
		this.routes.forEach((route, totals) -> rows.add(totals.route(route)));
		return new Run(VERSION, this.started, rows);
	}

	public @Nullable Run previous() {
		return this.previous;
	}

	/** A file that is half written is never seen. */
	void save() {
		this.last.set(current());
		if (this.file == null) {
			return;
		}
		try {
			Files.createDirectories(this.file.toAbsolutePath().getParent());
			Path temporary = this.file.resolveSibling(this.file.getFileName() + ".new");
			Files.write(temporary, this.json.writeValueAsBytes(current()));
			Files.move(temporary, this.file, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException | JacksonException ex) {
			logger.info("The console cannot keep the summary of this run in '{}': {}", this.file, ex.toString());
		}
	}

	private @Nullable Run read() {
		try {
			if (this.file == null || !Files.isRegularFile(this.file) || Files.size(this.file) > MAX_FILE) {
				return null;
			}
			Run run = this.json.readValue(Files.readAllBytes(this.file), Run.class);
			return (run != null && run.version() == VERSION && run.routes() != null) ? run : null;
		}
		catch (IOException | JacksonException ex) {
			logger.info("The console ignores the summary of the run before in '{}': {}", this.file, ex.toString());
			return null;
		}
	}

	private static final class Totals {

		private long count;

		private long errors;

		private long queries;

		private long bytes;

		private final LatencySketch latency = new LatencySketch();

		Route route(String route) {
			return new Route(route, this.count, this.errors, this.latency.quantile(0.5) / 1e6,
					this.latency.quantile(0.95) / 1e6, (double) this.queries / this.count,
					(double) this.bytes / this.count);
		}

	}

	/**
	 * A run of the application.
	 *
	 * @param version the version of the format
	 * @param started the start, milliseconds since the epoch
	 * @param routes the routes that were called
	 */
	public record Run(int version, long started, List<Route> routes) {

	}

	/**
	 * A route in a run.
	 *
	 * @param route the method and the route
	 * @param count the number of requests
	 * @param errors those that failed
	 * @param p50 the median of their durations, in milliseconds
	 * @param p95 the 95th percentile
	 * @param queries database statements a request
	 * @param bytes bytes of telemetry a request
	 */
	public record Route(String route, long count, long errors, double p50, double p95, double queries, double bytes) {

	}

}
