package io.github.observability.dashboards.grafana;

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
public record Panel(String title, String description, Visual visual, String unit, int width, List<Target> targets,
		List<Threshold> thresholds, List<Link> links, @Nullable String withoutFault, boolean stacked) {

	boolean needsFault() {
		return this.withoutFault != null;
	}

	int height() {
		return this.visual.height();
	}

	public Panel withWidth(int other) {
		return new Panel(this.title, this.description, this.visual, this.unit, other, this.targets, this.thresholds,
				this.links, this.withoutFault, this.stacked);
	}

	public static Builder stat(String title) {
		return new Builder(Visual.STAT, title, 4);
	}

	public static Builder timeSeries(String title) {
		return new Builder(Visual.TIME_SERIES, title, 8);
	}

	public static Builder bars(String title) {
		return new Builder(Visual.BARS, title, 8);
	}

	public static Builder heatmap(String title) {
		return new Builder(Visual.HEATMAP, title, 8);
	}

	public static Builder table(String title) {
		return new Builder(Visual.TABLE, title, 24);
	}

	/**
	 * Puts a panel together.
	 */
	public static final class Builder {

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

		public Builder describedAs(String description) {
			this.description = description;
			return this;
		}

		public Builder in(String unit) {
			this.unit = unit;
			return this;
		}

		public Builder wide(int width) {
			this.width = width;
			return this;
		}

		public Builder show(Target... targets) {
			this.targets.addAll(List.of(targets));
			return this;
		}

		public Builder color(List<Threshold> thresholds) {
			this.thresholds = thresholds;
			return this;
		}

		public Builder link(Link... links) {
			this.links.addAll(List.of(links));
			return this;
		}

		/**
		 * Let the panel be empty while nothing is wrong, and say so.
		 * @param text what it says
		 * @return this builder
		 */
		public Builder emptyUnlessFault(String text) {
			this.withoutFault = text;
			return this;
		}

		public Builder stacked() {
			this.stacked = true;
			return this;
		}

		public Panel build() {
			return new Panel(this.title, this.description, this.visual, this.unit, this.width,
					List.copyOf(this.targets), this.thresholds, List.copyOf(this.links), this.withoutFault,
					this.stacked);
		}

	}

}
