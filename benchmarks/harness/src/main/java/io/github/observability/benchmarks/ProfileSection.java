package io.github.observability.benchmarks;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the bytes of the starter go.
 */
final class ProfileSection {

	private static final int NAMED = 5;

	private final Profile starter;

	private final Profile bare;

	ProfileSection(Profile starter, Profile bare) {
		this.starter = starter;
		this.bare = bare;
	}

	String render() {
		return "## Where the bytes go\n\n" + paragraph() + "\n\n" + table() + "\n";
	}

	private String paragraph() {
		double starterTotal = this.starter.bytesPerRequest();
		double bareTotal = this.bare.bytesPerRequest();
		String categories = Stream.of(FrameCategory.values())
			.filter((category) -> difference(category) >= 1)
			.sorted(Comparator.comparingDouble(this::difference).reversed())
			.limit(NAMED)
			.map((category) -> String.format(Locale.ROOT, "%s (%,.0f)", category.label(), difference(category)))
			.collect(Collectors.joining(", "));
		return String.format(Locale.ROOT,
				"With Flight Recorder running, a simple GET allocated %,.0f bytes with the starter and %,.0f bytes "
						+ "bare. The largest shares of the difference of %,.0f bytes: %s. Flight Recorder samples, so "
						+ "these are estimates. A sample counts for the innermost frame that is not part of the JDK or of "
						+ "a helper library such as Jackson.",
				starterTotal, bareTotal, starterTotal - bareTotal, categories);
	}

	private String table() {
		MarkdownTable table = new MarkdownTable("Category", "Bytes per request, starter", "Bytes per request, bare",
				"CPU samples, starter", "CPU samples, bare");
		List<FrameCategory> ranked = Stream.of(FrameCategory.values())
			.filter((category) -> this.starter.bytesOf(category) > 0 || this.bare.bytesOf(category) > 0)
			.sorted(Comparator.comparingDouble(this.starter::bytesOf).reversed())
			.toList();
		for (FrameCategory category : ranked) {
			table.row(List.of(category.label(), Figures.number(this.starter.bytesOf(category), "%,.0f"),
					Figures.number(this.bare.bytesOf(category), "%,.0f"), share(this.starter, category),
					share(this.bare, category)));
		}
		return table.toString();
	}

	private static String share(Profile profile, FrameCategory category) {
		return Figures.number(100 * profile.cpu().share(category), "%.1f %%");
	}

	private double difference(FrameCategory category) {
		return this.starter.bytesOf(category) - this.bare.bytesOf(category);
	}

}
