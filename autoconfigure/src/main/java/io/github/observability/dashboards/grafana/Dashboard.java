package io.github.observability.dashboards.grafana;

import java.util.List;
import java.util.Locale;

/**
 * A dashboard, in whichever form Grafana reads it.
 *
 * @param id the name under which it is served
 * @param uid its identity in Grafana, which stays when it is rendered again
 * @param title its title
 * @param description what it is for
 * @param sections its panels
 * @param variables its variables
 * @param annotations its marks on the time axis
 * @param links its links
 */
public record Dashboard(String id, String uid, String title, String description, List<Section> sections,
		List<Variable> variables, List<Annotation> annotations, List<Link> links) {

	/** More can neither be read at a glance nor loaded quickly. */
	public static final int MOST_PANELS = 30;

	/** The width of a dashboard in Grafana's grid. */
	public static final int COLUMNS = 24;

	/** Grafana refuses longer identities. */
	private static final int LONGEST_UID = 40;

	/**
	 * Return the identity of a dashboard, which also suits a Kubernetes resource.
	 * @param service the name of the service
	 * @param id the dashboard of the service
	 * @return the identity
	 */
	public static String uid(String service, String id) {
		String name = service.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
		if (name.isEmpty()) {
			name = "service";
		}
		int room = LONGEST_UID - id.length() - 1;
		if (name.length() > room) {
			String hash = Integer.toHexString(service.hashCode());
			name = name.substring(0, room - hash.length() - 1) + "-" + hash;
		}
		return name + "-" + id;
	}

	/**
	 * Return the panels of all sections.
	 * @return the panels
	 */
	public List<Panel> panels() {
		return this.sections.stream().flatMap((section) -> section.panels().stream()).toList();
	}

	/**
	 * Return what Grafana counts as panels, headings included.
	 * @return the number
	 */
	public int size() {
		return this.sections.stream().mapToInt(Section::size).sum();
	}

}
