package io.github.observability.logging.level;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * {@link Endpoint @Endpoint} that raises levels by a value of the MDC. Nobody has access
 * by default.
 */
@Endpoint(id = "levelrules", defaultAccess = Access.NONE)
final class LevelRulesEndpoint {

	private final LevelRules rules;

	LevelRulesEndpoint(LevelRules rules) {
		this.rules = rules;
	}

	@ReadOperation
	Rules rules() {
		return new Rules(this.rules.current().stream().map(Rule::of).toList());
	}

	@WriteOperation
	Rule add(String key, String value, String level, @Nullable String logger, @Nullable Duration duration) {
		try {
			return Rule.of(this.rules.add(key, value, logger, level, duration));
		}
		catch (IllegalArgumentException ex) {
			String reason = String.valueOf(ex.getMessage());
			throw new InvalidEndpointRequestException(reason, reason);
		}
	}

	@DeleteOperation
	void remove(@Selector String id) {
		this.rules.remove(id);
	}

	/**
	 * The response.
	 *
	 * @param rules the rules in force
	 */
	record Rules(List<Rule> rules) {
	}

	/**
	 * A rule.
	 *
	 * @param id its id
	 * @param key key of the MDC
	 * @param value value that the key has
	 * @param logger logger whose level is raised
	 * @param level level that is written
	 * @param expiresAt when the rule ends
	 */
	record Rule(String id, String key, String value, String logger, String level, Instant expiresAt) {

		static Rule of(LevelRule rule) {
			return new Rule(rule.id(), rule.key(), rule.value(), rule.logger(), rule.level(), rule.expiresAt());
		}

	}

}
