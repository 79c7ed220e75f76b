package io.github.observability.cost;

import java.io.IOException;
import java.nio.file.Path;

import io.github.observability.cost.advice.UsedMetrics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of used metrics. One that cannot be read is ignored: it comes from another
 * tool, and must not make startup fail.
 *
 * @param metrics what it says, {@code null} without a file or if it is ignored
 * @param problem why it is ignored, as a sentence, {@code null} if it is not
 */
record UsedMetricsFile(@Nullable UsedMetrics metrics, @Nullable String problem) {

	private static final Logger logger = LoggerFactory.getLogger(UsedMetricsFile.class);

	/**
	 * Read a file.
	 * @param path its path, {@code null} without one
	 * @return the file
	 */
	static UsedMetricsFile of(@Nullable String path) {
		if (path == null || path.isBlank()) {
			return new UsedMetricsFile(null, null);
		}
		String reason;
		try {
			return new UsedMetricsFile(UsedMetrics.read(Path.of(path)), null);
		}
		catch (IOException ex) {
			reason = String.valueOf(ex.getMessage());
		}
		catch (RuntimeException ex) {
			reason = "it cannot be opened";
		}
		String problem = "'" + CostProperties.PREFIX + ".used-metrics' is '" + path + "' and is ignored: " + reason;
		logger.warn("{}", problem);
		return new UsedMetricsFile(null, problem);
	}

}
