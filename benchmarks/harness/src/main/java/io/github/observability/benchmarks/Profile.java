package io.github.observability.benchmarks;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where CPU time and bytes of one variant go.
 *
 * @param variant the variant
 * @param requests requests while it was recorded
 * @param bytesPerRequest bytes that a request allocated, as the JVM counts them
 * @param cpu samples of running code
 * @param bytes samples of allocations, which say what share of the bytes goes where
 */
record Profile(String variant, long requests, double bytesPerRequest, Weights cpu, Weights bytes) {

	double bytesOf(FrameCategory category) {
		return this.bytes.share(category) * this.bytesPerRequest;
	}

	static <K> Map<K, Double> ranked(Map<K, Double> weights, int limit) {
		List<Map.Entry<K, Double>> entries = weights.entrySet()
			.stream()
			.sorted(Map.Entry.<K, Double>comparingByValue(Comparator.reverseOrder()))
			.limit(limit)
			.toList();
		return entries.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Double::sum, LinkedHashMap::new));
	}

	/**
	 * Weights by category and by frame.
	 *
	 * @param categories by category
	 * @param frames by frame
	 */
	record Weights(Map<FrameCategory, Double> categories, Map<String, Double> frames) {

		double total() {
			return this.categories.values().stream().mapToDouble(Double::doubleValue).sum();
		}

		double share(FrameCategory category) {
			return this.categories.getOrDefault(category, 0.0) / total();
		}

		/**
		 * The heaviest frames only.
		 */
		Weights top(int frames) {
			return new Weights(ranked(this.categories, Integer.MAX_VALUE), ranked(this.frames, frames));
		}

	}

}
