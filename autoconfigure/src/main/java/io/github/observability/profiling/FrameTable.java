package io.github.observability.profiling;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The heaviest frames, or classes, of windows of 10 s: those of the last five minutes
 * beside those of the hour before. Names past a bound count as {@code other}.
 */
final class FrameTable {

	static final int TOP = 10;

	private static final String OTHER = "other";

	private static final int MAX_NAMES = 1_000;

	private static final int KEPT_NAMES = 30;

	private static final int RECENT = 30;

	private static final int WINDOWS = RECENT + 360;

	/** Of fewer samples, the top ten come by chance. */
	private static final long MIN_SAMPLES = 100;

	private static final double MIN_SHARE = 0.01;

	private final Deque<Window> windows = new ArrayDeque<>();

	private Map<String, Long> weights = new HashMap<>();

	private long samples;

	synchronized void add(String name, long weight) {
		String counted = (this.weights.size() < MAX_NAMES || this.weights.containsKey(name)) ? name : OTHER;
		this.weights.merge(counted, weight, Long::sum);
		this.samples++;
	}

	/**
	 * End a window.
	 */
	synchronized void roll() {
		long total = sum(this.weights);
		Map<String, Long> kept = this.weights.entrySet()
			.stream()
			.sorted(Map.Entry.<String, Long>comparingByValue().reversed())
			.limit(KEPT_NAMES)
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
		this.windows.addLast(new Window(Map.copyOf(kept), total, this.samples));
		if (this.windows.size() > WINDOWS) {
			this.windows.removeFirst();
		}
		this.weights = new HashMap<>();
		this.samples = 0;
	}

	/**
	 * Return the samples of the last five minutes.
	 */
	synchronized long samples() {
		return recent().stream().mapToLong(Window::samples).sum();
	}

	/**
	 * Return the shares of the heaviest names since the hour before.
	 */
	synchronized Map<String, Double> shares() {
		return heaviest(shares(List.copyOf(this.windows)));
	}

	/**
	 * Return the heaviest names of the last five minutes.
	 * @param versionBefore the shares that the version before had, empty if unknown
	 * @return the top ten
	 */
	synchronized List<Row> top(Map<String, Double> versionBefore) {
		List<Window> all = List.copyOf(this.windows);
		List<Window> recent = recent();
		List<Window> before = all.subList(0, all.size() - recent.size());
		Map<String, Double> sharesBefore = hasEnough(before) ? shares(before) : Map.of();
		List<Row> rows = new ArrayList<>();
		heaviest(shares(recent)).forEach((name, share) -> rows
			.add(new Row(name, share, sharesBefore.isEmpty() ? null : sharesBefore.getOrDefault(name, 0.0),
					versionBefore.isEmpty() ? null : versionBefore.getOrDefault(name, 0.0),
					hasEnough(recent) && share >= MIN_SHARE && isNew(name, sharesBefore, versionBefore))));
		rows.sort(Comparator.comparingDouble(Row::share).reversed());
		return rows;
	}

	private static boolean isNew(String name, Map<String, Double> hourBefore, Map<String, Double> versionBefore) {
		return !name.equals(OTHER) && ((!hourBefore.isEmpty() && !heaviest(hourBefore).containsKey(name))
				|| (!versionBefore.isEmpty() && !heaviest(versionBefore).containsKey(name)));
	}

	private List<Window> recent() {
		List<Window> all = List.copyOf(this.windows);
		return all.subList(Math.max(0, all.size() - RECENT), all.size());
	}

	private static boolean hasEnough(List<Window> windows) {
		return windows.stream().mapToLong(Window::samples).sum() >= MIN_SAMPLES;
	}

	private static Map<String, Double> shares(List<Window> windows) {
		Map<String, Long> weights = new HashMap<>();
		for (Window window : windows) {
			window.weights().forEach((name, weight) -> weights.merge(name, weight, Long::sum));
		}
		double total = windows.stream().mapToLong(Window::total).sum();
		Map<String, Double> shares = new HashMap<>();
		weights.forEach((name, weight) -> shares.put(name, weight / total));
		return shares;
	}

	private static Map<String, Double> heaviest(Map<String, Double> shares) {
		return shares.entrySet()
			.stream()
			.sorted(Map.Entry.<String, Double>comparingByValue().reversed())
			.limit(TOP)
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
	}

	private static long sum(Map<String, Long> weights) {
		return weights.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * A name of the top ten.
	 *
	 * @param name the frame or the class
	 * @param share its share of the last five minutes
	 * @param shareHourBefore its share of the hour before that, {@code null} if unknown
	 * @param shareVersionBefore its share in the version before, {@code null} if unknown
	 * @param newInTopTen whether it was not among the top ten of one of these
	 */
	record Row(String name, double share, @Nullable Double shareHourBefore, @Nullable Double shareVersionBefore,
			boolean newInTopTen) {
	}

	private record Window(Map<String, Long> weights, long total, long samples) {
	}

}
