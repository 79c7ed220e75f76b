package io.github.observability.logging.level;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ch.qos.logback.classic.Level;
import io.github.observability.context.ContextKey;
import io.github.observability.logging.StandardField;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import org.springframework.beans.factory.DisposableBean;

/**
 * The rules that raise levels by a value of the MDC. They end by themselves.
 */
final class LevelRules implements DisposableBean {

	static final Duration DEFAULT_DURATION = Duration.ofMinutes(10);

	static final Duration MAX_DURATION = Duration.ofHours(1);

	static final int MAX_RULES = 10;

	private static final int MAX_TEXT = 256;

	private static final Logger logger = LoggerFactory.getLogger("io.github.observability.logging.levels");

	private final Clock clock;

	private volatile List<LevelRule> rules = List.of();

	LevelRules(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Add a rule.
	 * @param key a key of the MDC, or the name of a standard field that a key stands for
	 * @param value the value
	 * @param loggerName the logger, {@code null} for all
	 * @param level the level
	 * @param duration how long the rule is in force, {@code null} for the default
	 * @return the rule
	 */
	LevelRule add(String key, String value, @Nullable String loggerName, String level, @Nullable Duration duration) {
		Duration time = (duration != null) ? duration : DEFAULT_DURATION;
		if (time.isNegative() || time.isZero() || time.compareTo(MAX_DURATION) > 0) {
			throw new IllegalArgumentException("A rule lasts at most " + MAX_DURATION + ", but was " + duration);
		}
		if (!LevelToken.LEVELS.contains(level)) {
			throw new IllegalArgumentException("'" + level + "' is not one of " + LevelToken.LEVELS);
		}
		if (key.isBlank() || value.isBlank() || key.length() > MAX_TEXT || value.length() > MAX_TEXT) {
			throw new IllegalArgumentException("A rule has a key and a value of at most " + MAX_TEXT + " characters");
		}
		String name = (loggerName != null) ? loggerName : LevelToken.ROOT;
		LevelRule rule = new LevelRule(UUID.randomUUID().toString(), key, mdcKeys(key), value, name, level,
				this.clock.instant().plus(time), new RaisedLevels(Map.of(name, level)));
		add(rule);
		logger.atInfo()
			.addKeyValue("level_rule.id", rule.id())
			.addKeyValue("level_rule.expires", rule.expiresAt().toString())
			.log("Rule raises {} to {} where {} is '{}'", name, level, key, value);
		return rule;
	}

	private static List<String> mdcKeys(String key) {
		List<String> keys = new ArrayList<>(List.of(key));
		StandardField field = StandardField.ofKey(key);
		if (field != null) {
			Arrays.stream(ContextKey.values())
				.map(ContextKey::key)
				.filter((each) -> StandardField.ofKey(each) == field && !each.equals(key))
				.forEach(keys::add);
		}
		return List.copyOf(keys);
	}

	private synchronized void add(LevelRule rule) {
		removeExpired();
		if (this.rules.size() >= MAX_RULES) {
			throw new IllegalArgumentException("At most " + MAX_RULES + " rules are in force at a time");
		}
		List<LevelRule> more = new ArrayList<>(this.rules);
		more.add(rule);
		set(more);
	}

	/**
	 * Remove rules.
	 * @param id the id of a rule
	 * @return whether it was there
	 */
	synchronized boolean remove(String id) {
		List<LevelRule> fewer = new ArrayList<>(this.rules);
		boolean present = fewer.removeIf((rule) -> rule.id().equals(id));
		set(fewer);
		return present;
	}

	List<LevelRule> current() {
		removeExpired();
		return this.rules;
	}

	private synchronized void removeExpired() {
		Instant now = this.clock.instant();
		List<LevelRule> fewer = new ArrayList<>(this.rules);
		if (fewer.removeIf((rule) -> !now.isBefore(rule.expiresAt()))) {
			set(fewer);
		}
	}

	private void set(List<LevelRule> next) {
		RaisedLevels.use(next.size() - this.rules.size());
		this.rules = List.copyOf(next);
	}

	/** Whether a rule raises the level of a line of this thread. */
	boolean include(String loggerName, Level level) {
		boolean expired = false;
		for (LevelRule rule : this.rules) {
			if (rule.levels().includes(loggerName, level) && isInMdc(rule)) {
				if (this.clock.instant().isBefore(rule.expiresAt())) {
					return true;
				}
				expired = true;
			}
		}
		if (expired) {
			removeExpired();
		}
		return false;
	}

	private static boolean isInMdc(LevelRule rule) {
		for (String key : rule.mdcKeys()) {
			if (rule.value().equals(MDC.get(key))) {
				return true;
			}
		}
		return false;
	}

	@Override
	public synchronized void destroy() {
		set(List.of());
	}

}
