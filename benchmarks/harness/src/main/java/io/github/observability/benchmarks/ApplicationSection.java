package io.github.observability.benchmarks;

import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Tables of whole applications with one version of Java, one per kind of request.
 */
final class ApplicationSection {

	private static final double MEGABYTE = 1024 * 1024;

	private final Results results;

	private final List<Variant> variants;

	ApplicationSection(Results results) {
		this.results = results;
		this.variants = new Variants("", "").all()
			.stream()
			.filter((variant) -> !results.of(variant.name()).isEmpty())
			.toList();
	}

	String render() {
		StringBuilder text = new StringBuilder();
		for (Endpoint endpoint : Endpoint.values()) {
			text.append("### ").append(endpoint.label()).append("\n\n").append(requests(endpoint)).append('\n');
		}
		text.append("### The process\n\n").append(process()).append('\n');
		return text.append(notMeasurable()).toString();
	}

	private String requests(Endpoint endpoint) {
		MarkdownTable table = new MarkdownTable("Variant", "CPU, ratio to bare", "CPU µs over bare", "Bytes over bare",
				"User µs", "System µs", "Bytes", "Log bytes", "Requests per second", "p50 ms", "p99 ms");
		for (Variant variant : this.variants) {
			String name = variant.name();
			table.row(List.of(variant.label(),
					Figures.spread(this.results.spread(name,
							(side, bare) -> side.cpuMicros(endpoint) / bare.cpuMicros(endpoint)), "%.2f"),
					Figures.spread(this.results.spread(name,
							(side, bare) -> side.cpuMicros(endpoint) - bare.cpuMicros(endpoint)), "%.1f"),
					Figures.spread(
							this.results.spread(name, (side, bare) -> side.bytes(endpoint) - bare.bytes(endpoint)),
							"%,.0f"),
					median(name, "%,.1f", (side) -> side.cpuMicros(endpoint) - side.systemMicros(endpoint)),
					median(name, "%,.1f", (side) -> side.systemMicros(endpoint)),
					median(name, "%,.0f", (side) -> side.bytes(endpoint)),
					median(name, "%,.0f", (side) -> side.logBytes(endpoint)),
					median(name, "%,.0f", (side) -> side.requestsPerSecond(endpoint)),
					median(name, "%.2f", (side) -> side.median(endpoint, Slice::p50Micros) / 1e3),
					median(name, "%.2f", (side) -> side.median(endpoint, Slice::p99Micros) / 1e3)));
		}
		return table.toString();
	}

	private String process() {
		MarkdownTable table = new MarkdownTable("Variant", "Startup CPU, ratio to bare", "Startup s",
				"Live heap over bare, MB", "Threads", "Scrape ms", "Scrape bytes", "OTLP bytes per request");
		for (Variant variant : this.variants) {
			String name = variant.name();
			table
				.row(List.of(variant.label(),
						Figures.spread(this.results.spread(name,
								(side, bare) -> side.startUpCpuSeconds() / bare.startUpCpuSeconds()), "%.2f"),
						median(name, "%.1f", Side::startUpSeconds),
						Figures.spread(this.results.spread(name,
								(side, bare) -> (side.heapBytes() - bare.heapBytes()) / MEGABYTE), "%.1f"),
						median(name, "%.0f", Side::threads),
						median(name, "%.1f", (side) -> scraped(side, side.scrape().millis())),
						median(name, "%,.0f", (side) -> scraped(side, side.scrape().bytes())),
						median(name, "%,.0f", (side) -> side.exportedBytes(Endpoint.HELLO))));
		}
		return table.toString();
	}

	private static double scraped(Side side, double value) {
		return (side.scrape().bytes() > 0) ? value : Double.NaN;
	}

	private String median(String variant, String format, ToDoubleFunction<Side> figure) {
		return Figures.number(this.results.spread(variant, (side, bare) -> figure.applyAsDouble(side)).median(),
				format);
	}

	private String notMeasurable() {
		return this.variants.stream().map(this::failure).collect(Collectors.joining());
	}

	private String failure(Variant variant) {
		return this.results.of(variant.name())
			.stream()
			.map(Round::failure)
			.filter(Objects::nonNull)
			.findFirst()
			.map((failure) -> "Not measurable: " + variant.label() + ". `" + failure.replace('`', '\'') + "`\n\n")
			.orElse("");
	}

}
