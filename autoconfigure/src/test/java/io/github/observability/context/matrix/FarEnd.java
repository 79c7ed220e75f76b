package io.github.observability.context.matrix;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the line at the end of a way.
 */
final class FarEnd {

	private static final Logger logger = LoggerFactory.getLogger(FarEnd.class);

	private FarEnd() {
	}

	static String message(Way way) {
		return "Far end of " + way + ".";
	}

	static Way log(Way way) {
		logger.info(message(way));
		return way;
	}

}
