package io.github.observability.dashboards;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.observability.dashboards.grafana.Dashboard;
import io.github.observability.dashboards.grafana.Panel;
import io.github.observability.dashboards.grafana.Section;
import org.jspecify.annotations.Nullable;

/**
 * Puts panels together whose meters are there.
 */
final class Sections {

	private Sections() {
	}

	/**
	 * Return the sections that have a panel, and no more panels than a dashboard may
	 * have.
	 * @param titlesAndPanels titles and panels in turn; a panel whose meter is absent is
	 * {@code null}
	 * @return the sections
	 */
	@SuppressWarnings("unchecked")
	static List<Section> of(Object... titlesAndPanels) {
		List<Section> sections = new ArrayList<>();
		int left = Dashboard.MOST_PANELS;
		for (int i = 0; i < titlesAndPanels.length; i += 2) {
			String title = (String) titlesAndPanels[i];
			List<Panel> panels = ((List<@Nullable Panel>) titlesAndPanels[i + 1]).stream()
				.filter(Objects::nonNull)
				.map(Panel.class::cast)
				.limit(Math.max(0, left - (title.isEmpty() ? 0 : 1)))
				.toList();
			if (!panels.isEmpty()) {
				Section section = new Section(title, panels);
				sections.add(section);
				left -= section.size();
			}
		}
		return sections;
	}

	/**
	 * Let panels share the width of the dashboard.
	 * @param panels the panels
	 * @return the panels with their widths
	 */
	static List<@Nullable Panel> evenly(List<@Nullable Panel> panels) {
		if (panels.isEmpty()) {
			return panels;
		}
		int width = Dashboard.COLUMNS / panels.size();
		List<@Nullable Panel> sized = new ArrayList<>();
		panels.forEach((panel) -> sized.add((panel != null) ? panel.withWidth(width) : null));
		return sized;
	}

	/**
	 * Return a series that each instance exposes, to learn the values of labels from.
	 * @param application the application
	 * @return the name of the series
	 */
	static String knownSeries(Application application) {
		for (MeterRole role : List.of(MeterRole.APPLICATION, MeterRole.UPTIME, MeterRole.SATURATION)) {
			RecordedMeter meter = application.find(role);
			if (meter != null) {
				return meter.metric();
			}
		}
		// Prometheus adds it to whatever it scrapes.
		return "up";
	}

}
