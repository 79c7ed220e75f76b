package io.github.observability.dashboards.grafana;

import java.util.List;

/**
 * Panels under one heading.
 *
 * @param title the heading, empty for the panels at the top
 * @param panels the panels
 */
public record Section(String title, List<Panel> panels) {

	/**
	 * Return what Grafana counts as panels, the heading included.
	 * @return the number
	 */
	public int size() {
		return this.panels.size() + (this.title.isEmpty() ? 0 : 1);
	}

}
