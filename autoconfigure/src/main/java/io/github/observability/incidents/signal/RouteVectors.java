package io.github.observability.incidents.signal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

import io.github.observability.incidents.detection.VectorDetector;
import io.github.observability.incidents.signal.Subject.Type;
import org.jspecify.annotations.Nullable;

/**
 * Judges the golden signals of the busiest routes together: each may be normal while
 * their combination is not.
 */
public final class RouteVectors {

	/** A forest takes some 50 microseconds a step and 0.5 MB. */
	private static final int MOST_ROUTES = 5;

	/** Beyond it, a deviation says no more. */
	private static final double LARGEST = 20;

	private static final List<SignalType> DIMENSIONS = List.of(SignalType.TRAFFIC, SignalType.ERRORS,
			SignalType.LATENCY, SignalType.TAIL_LATENCY);

	private final IntFunction<VectorDetector> detectors;

	private final Map<Subject, VectorDetector> byRoute = new LinkedHashMap<>();

	/**
	 * Create vectors.
	 * @param detectors creates a detector for a number of dimensions
	 */
	public RouteVectors(IntFunction<VectorDetector> detectors) {
		this.detectors = detectors;
	}

	void read(long step, TimerSignals timers, WatchedSeries all) {
		for (Subject route : timers.busiestRoutes(MOST_ROUTES)) {
			VectorDetector detector = this.byRoute.get(route);
			if (detector == null) {
				if (this.byRoute.size() >= MOST_ROUTES) {
					continue;
				}
				detector = this.detectors.apply(DIMENSIONS.size());
				this.byRoute.put(route, detector);
			}
			double[] values = new double[DIMENSIONS.size()];
			boolean judged = false;
			for (int i = 0; i < values.length; i++) {
				Series series = all.find(DIMENSIONS.get(i), route);
				if (series != null && !Double.isNaN(series.detector().score())) {
					judged = true;
					values[i] = Math.max(-LARGEST, Math.min(LARGEST, series.detector().deviation()));
				}
			}
			if (judged) {
				all.add(step, SignalType.COMBINATION, route, detector.add(values));
			}
		}
	}

	/**
	 * Explain the score of a route.
	 * @param route the route
	 * @return the signal that contributes most and its share, {@code null} if unknown
	 */
	@Nullable String explain(Subject route) {
		VectorDetector detector = (route.type() == Type.ROUTE) ? this.byRoute.get(route) : null;
		if (detector == null) {
			return null;
		}
		double[] shares = detector.contributions();
		int largest = 0;
		for (int i = 1; i < shares.length; i++) {
			largest = (shares[i] > shares[largest]) ? i : largest;
		}
		return Math.round(100 * shares[largest]) + " % by " + DIMENSIONS.get(largest).label();
	}

}
