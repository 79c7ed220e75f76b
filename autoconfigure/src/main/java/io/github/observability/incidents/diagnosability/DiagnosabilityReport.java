package io.github.observability.incidents.diagnosability;

import java.util.List;

/**
 * What the signals of an application show of the classes of faults.
 *
 * @param faults each class of faults, and which signals show it
 * @param alike pairs that look the same by the signals that are recorded
 * @param signals each signal, and whether it is recorded
 */
public record DiagnosabilityReport(List<Fault> faults, List<Alike> alike, List<Signal> signals) {

	/**
	 * A class of faults.
	 *
	 * @param name its name
	 * @param visible whether a signal that is recorded reacts to it
	 * @param shownBy the signals that are recorded and react, such as {@code heap rises}
	 * @param unseen the signals that react, too, but are not recorded
	 */
	public record Fault(String name, boolean visible, List<String> shownBy, List<String> unseen) {

	}

	/**
	 * Two classes of faults that look the same.
	 *
	 * @param faults their names
	 * @param toldApartBy the signals that would tell them apart if they were recorded;
	 * empty if only a signal would that is not in the table
	 */
	public record Alike(List<String> faults, List<Signal> toldApartBy) {

	}

	/**
	 * A signal.
	 *
	 * @param name its name
	 * @param recorded whether it is recorded
	 * @param meters the meters of which one is enough, empty if it comes from none
	 * @param how what to do to have it
	 */
	public record Signal(String name, boolean recorded, List<String> meters, String how) {

	}

}
