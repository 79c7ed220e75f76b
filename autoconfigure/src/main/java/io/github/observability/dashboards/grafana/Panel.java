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

	/**
	 * Return the same panel with another width.
	 * @param other the width, of 24
	 * @return the panel
	 */
	public Panel withWidth(int other) {
		return new Panel(this.title, this.description, this.visual, this.unit, other, this.targets, this.thresholds,
				this.links, this.withoutFault, this.stacked);
	}

	/**
	 * Start a panel of one value.
	 * @param title what it shows, in a few words
	 * @return a builder
	 */
	public static Builder stat(String title) {
		return new Builder(Visual.STAT, title, 4);
	}

	/**
	 * Start a panel of series over time.
	 * @param title what it shows, in a few words
	 * @return a builder
	 */
	public static Builder timeSeries(String title) {
		return new Builder(Visual.TIME_SERIES, title, 8);
	}

	/**
	 * Start a panel with a bar for each series.
	 * @param title what it shows, in a few words
	 * @return a builder
	 */
	public static Builder bars(String title) {
		return new Builder(Visual.BARS, title, 8);
	}

	/**
	 * Start a panel of a histogram over time.
	 * @param title what it shows, in a few words
	 * @return a builder
	 */
	public static Builder heatmap(String title) {
		return new Builder(Visual.HEATMAP, title, 8);
	}

	/**
	 * Start a panel with a column for each query.
	 * @param title what it shows, in a few words
	 * @return a builder
	 */
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

		/**
		 * Set what the panel means and what to do.
		 * @param description the description
		 * @return this builder
		 */
		public Builder describedAs(String description) {
			this.description = description;
			return this;
		}

		/**
		 * Set the unit of the values.
		 * @param unit the unit, as Grafana names it
		 * @return this builder
		 */
		public Builder in(String unit) {
			this.unit = unit;
			return this;
		}

		/**
		 * Set the width.
		 * @param width the width, of 24
		 * @return this builder
		 */
		public Builder wide(int width) {
			this.width = width;
			return this;
		}

		/**
		 * Add queries.
		 * @param targets the queries
		 * @return this builder
		 */
		public Builder show(Target... targets) {
			this.targets.addAll(List.of(targets));
			return this;
		}

		/**
		 * Set the values that change the color.
		 * @param thresholds the values
		 * @return this builder
		 */
		public Builder color(List<Threshold> thresholds) {
			this.thresholds = thresholds;
			return this;
		}

		/**
		 * Add links of the series.
		 * @param links the links
		 * @return this builder
		 */
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

		/**
		 * Let series add up.
		 * @return this builder
		 */
		public Builder stacked() {
			this.stacked = true;
			return this;
		}

		/**
		 * Return the panel.
		 * @return the panel
		 */
		public Panel build() {
			return new Panel(this.title, this.description, this.visual, this.unit, this.width,
					List.copyOf(this.targets), this.thresholds, List.copyOf(this.links), this.withoutFault,
					this.stacked);
		}

	}

}
