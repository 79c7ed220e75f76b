package io.github.observability.benchmarks;

import java.util.Locale;
import java.util.Map;

/**
 * A profile as ranked lists.
 */
final class ProfileText {

	private ProfileText() {
	}

	static String of(Profile profile) {
		StringBuilder text = new StringBuilder();
		text.append(String.format(Locale.ROOT, "%s: %,d requests, %,.0f CPU samples, %,.0f bytes a request%n",
				profile.variant(), profile.requests(), profile.cpu().total(), profile.bytesPerRequest()));
		rank(text, "CPU samples by category", profile.cpu(), 1);
		rank(text, "Bytes per request by category", profile.bytes(),
				profile.bytes().total() / profile.bytesPerRequest());
		return text.toString();
	}

	private static void rank(StringBuilder text, String title, Profile.Weights weights, double divisor) {
		text.append(String.format("%n%s%n", title));
		Profile.ranked(weights.categories(), Integer.MAX_VALUE)
			.forEach((category, weight) -> line(text, category.label(), weight, divisor, weights.total()));
		text.append(String.format("%n%s%n", title.replace("category", "frame")));
		for (Map.Entry<String, Double> frame : Profile.ranked(weights.frames(), Integer.MAX_VALUE).entrySet()) {
			line(text, frame.getKey(), frame.getValue(), divisor, weights.total());
		}
	}

	private static void line(StringBuilder text, String name, double weight, double divisor, double total) {
		text.append(String.format(Locale.ROOT, "%5.1f %% %,10.0f  %s%n", 100 * weight / total, weight / divisor, name));
	}

}
