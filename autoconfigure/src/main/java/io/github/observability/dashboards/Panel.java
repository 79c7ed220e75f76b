package io.github.observability.dashboards;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A panel. It shows something from the start, unless it is about faults.
 *
 * @param title what it shows, in a few words
 * @param description what it means and what to do
 * @param visual how it shows it
 * @param unit the unit of its values, as Grafana names it
 * @param width its width, of 24
 * @param targets its queries
 * @param thresholds the values that change its color
 * @param links links of its series
 * @param withoutFault what it shows while nothing is wrong, {@code null} if it always has
 * data
 * @param stacked whether series add up
 */
record Panel(String title, String description, Visual visual, String unit, int width, List<Target> targets,
		List<Threshold> thresholds, List<Link> links, @Nullable String withoutFault, boolean stacked) {

	boolean needsFault() {
		return this.withoutFault != null;
	}

	int height() {
		return this.visual.height();
	}

	Panel withWidth(int other) {
		return new Panel(this.title, this.description, this.visual, this.unit, other, this.targets, this.thresholds,
				this.links, this.withoutFault, this.stacked);
	}

	static Builder stat(String title) {
		return new Builder(Visual.STAT, title, 4);
	}

	static Builder timeSeries(String title) {
		return new Builder(Visual.TIME_SERIES, title, 8);
	}

	static Builder bars(String title) {
		return new Builder(Visual.BARS, title, 8);
	}

	static Builder heatmap(String title) {
		return new Builder(Visual.HEATMAP, title, 8);
	}

	static Builder table(String title) {
		return new Builder(Visual.TABLE, title, 24);
	}

	/**
	 * Puts a panel together.
	 */
	static final class Builder {

		private final Visual visual;

		private final String title;

		private final List<Target> targets = new ArrayList<>();

		private final List<Link> links = new ArrayList<>();

		private int width;

		private String description = "";

		private String unit = "short";

		private List<Threshold> thresholds = Threshold.none();

		private @Nullable String withoutFault;

		private boolean stacked;

		private Builder(Visual visual, String title, int width) {
			this.visual = visual;
			this.title = title;
			this.width = width;
		}

		Builder describedAs(String description) {
			this.description = description;
			return this;
		}

		Builder in(String unit) {
			this.unit = unit;
			return this;
		}

		Builder wide(int width) {
			this.width = width;
			return this;
		}

		Builder show(Target... targets) {
			this.targets.addAll(List.of(targets));
			return this;
		}

		Builder color(List<Threshold> thresholds) {
			this.thresholds = thresholds;
			return this;
		}

		Builder link(Link... links) {
			this.links.addAll(List.of(links));
			return this;
		}

		/** The panel is empty while nothing is wrong, and says so. */
		Builder emptyUnlessFault(String text) {
			this.withoutFault = text;
			return this;
		}

		Builder stacked() {
			this.stacked = true;
			return this;
		}

		Panel build() {
			return new Panel(this.title, this.description, this.visual, this.unit, this.width,
					List.copyOf(this.targets), this.thresholds, List.copyOf(this.links), this.withoutFault,
					this.stacked);
		}

	}

}
