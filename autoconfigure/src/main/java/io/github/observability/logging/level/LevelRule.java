package io.github.observability.logging.level;

import java.time.Instant;
import java.util.List;

/**
 * Raises the level of lines whose MDC has a value.
 *
 * @param id the id of the rule
 * @param key the key
 * @param mdcKeys the keys of the MDC that stand for it
 * @param value the value
 * @param logger the logger, {@code ROOT} for all
 * @param level the level
 * @param expiresAt when the rule ends
 * @param levels the level by logger
 */
record LevelRule(String id, String key, List<String> mdcKeys, String value, String logger, String level,
		Instant expiresAt, RaisedLevels levels) {

}
