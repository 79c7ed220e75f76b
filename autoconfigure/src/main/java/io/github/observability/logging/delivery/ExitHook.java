package io.github.observability.logging.delivery;

/**
 * Runs an action when the JVM exits, unless it is removed before.
 */
final class ExitHook {

	private final Thread thread;

	ExitHook(Runnable action) {
		this.thread = new Thread(action, "log-flush");
	}

	/**
	 * Add the hook.
	 * @return whether it was added, {@code false} if the JVM is exiting already
	 */
	boolean add() {
		try {
			Runtime.getRuntime().addShutdownHook(this.thread);
			return true;
		}
		catch (IllegalStateException ex) {
			return false;
		}
	}

	void remove() {
		try {
			Runtime.getRuntime().removeShutdownHook(this.thread);
		}
		catch (IllegalStateException ex) {
			// The JVM is exiting.
		}
	}

}
