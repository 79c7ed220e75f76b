package io.github.observability.incidents;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What the application says about its own health. What is down when it is seen first was
 * not changed by anything that is known, and counts only once it has been up.
 */
final class HealthStates {

	private static final String UP = "UP";

	private static final Set<String> DOWN = Set.of("DOWN", "OUT_OF_SERVICE");

	private static final int MOST = 50;

	private final Changes changes;

	private final Map<String, State> states = new LinkedHashMap<>();

	HealthStates(Changes changes) {
		this.changes = changes;
	}

	/**
	 * Note the status of a contributor. One that differs counts at the second time, as a
	 * single check may fail for nothing.
	 * @param name the name of the contributor
	 * @param status its status
	 */
	synchronized void contributor(String name, String status) {
		boolean down = DOWN.contains(status);
		State state = state(name, status, down);
		if (state == null || down == state.down) {
			return;
		}
		state.pending = !state.pending;
		if (!state.pending) {
			this.changes.add(ChangeType.HEALTH, name, state.status, status);
			state.become(status, down);
		}
	}

	/**
	 * Note a state of availability, which the application decides itself.
	 * @param name its name
	 * @param status the state
	 * @param down whether the application is not available
	 */
	synchronized void availability(String name, String status, boolean down) {
		State state = state(name, status, down);
		if (state != null) {
			state.become(status, down);
		}
	}

	private @Nullable State state(String name, String status, boolean down) {
		State state = this.states.get(name);
		if (state == null && this.states.size() < MOST) {
			state = new State(status, down);
			this.states.put(name, state);
		}
		if (state != null && down == state.down) {
			state.pending = false;
		}
		return state;
	}

	/**
	 * Return what went down. It counts from the second call on, as an application that
	 * stops is not available either.
	 * @return the names
	 */
	synchronized List<String> down() {
		List<String> down = new ArrayList<>();
		this.states.forEach((name, state) -> {
			if (state.down && state.changed) {
				if (state.told) {
					down.add(name);
				}
				state.told = true;
			}
		});
		return down;
	}

	/**
	 * Whether a change is that a contributor came back.
	 */
	static boolean isRecovery(ChangeEvent change) {
		return change.type() == ChangeType.HEALTH && UP.equals(change.after());
	}

	private static final class State {

		private String status;

		private boolean down;

		private boolean pending;

		private boolean changed;

		private boolean told;

		State(String status, boolean down) {
			this.status = status;
			this.down = down;
		}

		void become(String status, boolean down) {
			this.changed |= down != this.down;
			this.told &= down == this.down;
			this.status = status;
			this.down = down;
		}

	}

}
