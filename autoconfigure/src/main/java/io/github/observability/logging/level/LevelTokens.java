package io.github.observability.logging.level;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import io.github.observability.LogOnce;
import io.github.observability.logging.level.LevelToken.RefusedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts tokens that raise levels. A refused token changes nothing about its request: it
 * is counted, and the first one of each kind is logged. How often a token was used is
 * known to this instance alone.
 */
final class LevelTokens {

	private static final Logger logger = LoggerFactory.getLogger("io.github.observability.logging.levels");

	/** Tokens that have not expired. */
	private static final int MAX_TOKENS = 1_000;

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final Map<TokenOutcome, LongAdder> outcomes = new EnumMap<>(TokenOutcome.class);

	private final Map<TokenOutcome, LogOnce> refusals = new EnumMap<>(TokenOutcome.class);

	private final Map<String, Uses> uses = new HashMap<>();

	private final LevelTokenProperties settings;

	private final Clock clock;

	private Instant minuteStart = Instant.EPOCH;

	private int inMinute;

	LevelTokens(LevelTokenProperties settings, Clock clock) {
		this.settings = settings;
		this.clock = clock;
		for (TokenOutcome outcome : TokenOutcome.values()) {
			this.outcomes.put(outcome, new LongAdder());
			this.refusals.put(outcome, new LogOnce(logger));
		}
	}

	String header() {
		return this.settings.header();
	}

	/**
	 * Accept the token of a request.
	 * @param text the header
	 * @return the levels, {@code null} without a token or with one that is refused
	 */
	@Nullable RaisedLevels accept(@Nullable String text) {
		if (text == null) {
			return null;
		}
		try {
			Instant now = this.clock.instant();
			LevelToken token = LevelToken.verify(text, this.settings.secret(), now, this.settings.maxValidity());
			use(token, now);
			count(TokenOutcome.ACCEPTED);
			logger.atInfo()
				.addKeyValue("level_token.id", token.id())
				.addKeyValue("level_token.expires", token.expiresAt().toString())
				.log("Token raises log levels for this request: {}", token.levels());
			return new RaisedLevels(token.levels());
		}
		catch (RefusedException ex) {
			refuse(ex.outcome());
			return null;
		}
	}

	private synchronized void use(LevelToken token, Instant now) throws RefusedException {
		Uses known = this.uses.get(token.id());
		if (known != null && known.count >= token.requests() || token.requests() < 1) {
			throw new RefusedException(TokenOutcome.REPLAYED);
		}
		if (known == null && this.uses.size() >= MAX_TOKENS) {
			this.uses.values().removeIf((each) -> !now.isBefore(each.expiresAt));
		}
		if (now.isAfter(this.minuteStart.plus(MINUTE)) || now.isBefore(this.minuteStart)) {
			this.minuteStart = now;
			this.inMinute = 0;
		}
		if (this.inMinute >= this.settings.maxRequestsPerMinute()
				|| (known == null && this.uses.size() >= MAX_TOKENS)) {
			throw new RefusedException(TokenOutcome.RATE_LIMITED);
		}
		this.inMinute++;
		this.uses.computeIfAbsent(token.id(), (id) -> new Uses(token.expiresAt())).count++;
	}

	private void refuse(TokenOutcome outcome) {
		count(outcome);
		LogOnce refusal = this.refusals.get(outcome);
		if (refusal != null) {
			refusal.warn("A log level token was refused, as {}. Further refusals of this kind are only counted",
					outcome.description());
		}
	}

	private void count(TokenOutcome outcome) {
		LongAdder count = this.outcomes.get(outcome);
		if (count != null) {
			count.increment();
		}
	}

	long countSoFar(TokenOutcome outcome) {
		LongAdder count = this.outcomes.get(outcome);
		return (count != null) ? count.sum() : 0;
	}

	private static final class Uses {

		private final Instant expiresAt;

		private int count;

		Uses(Instant expiresAt) {
			this.expiresAt = expiresAt;
		}

	}

}
