package io.github.observability.logging.patterns;

/**
 * Lines of a pattern by minute. It knows the last ten minutes and notices when a minute
 * has many more lines than they had.
 */
final class PatternRate {

	private static final int MINUTES = 10;

	/** Full minutes before a jump is one. */
	private static final int LEARNING = 5;

	/** A rate that jumped is not reported again within this time. */
	private static final int QUIET = 10;

	private static final int FEWEST_LINES = 20;

	private static final int FACTOR = 5;

	private final int[] minutes = new int[MINUTES];

	private long current = Long.MIN_VALUE;

	private int lines;

	private int known;

	private int last;

	private long quietUntil = Long.MIN_VALUE;

	/** Counts a line of the current minute. */
	void count() {
		this.lines++;
	}

	/**
	 * Begin a minute.
	 * @param minute the number of the minute
	 * @return by which factor the rate of the minute before jumped, 0 if it did not
	 */
	double begin(long minute) {
		if (this.current == Long.MIN_VALUE || minute < this.current) {
			this.current = minute;
			return 0;
		}
		double jump = 0;
		for (int i = 0; this.current < minute && i <= MINUTES; i++) {
			jump = Math.max(jump, end());
			this.current++;
		}
		this.current = minute;
		return jump;
	}

	private double end() {
		double usual = Math.max(1, mean());
		boolean jumped = this.known >= LEARNING && this.lines >= FEWEST_LINES && this.lines > FACTOR * usual
				&& this.current >= this.quietUntil;
		double factor = jumped ? this.lines / usual : 0;
		if (jumped) {
			this.quietUntil = this.current + QUIET;
		}
		this.minutes[(int) Math.floorMod(this.current, (long) MINUTES)] = this.lines;
		this.known++;
		this.last = this.lines;
		this.lines = 0;
		return factor;
	}

	private double mean() {
		int all = 0;
		for (int each : this.minutes) {
			all += each;
		}
		int minutes = Math.min(this.known, MINUTES);
		return (minutes > 0) ? (double) all / minutes : 0;
	}

	/** Returns the lines of the last full minute, or those so far in the first. */
	int perMinute() {
		return (this.known > 0) ? this.last : this.lines;
	}

}
