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

	static String message(Enum<?> way) {
		return "Far end of " + way + ".";
	}

	static <T extends Enum<T>> T log(T way) {
		logger.info(message(way));
		return way;
	}

}
