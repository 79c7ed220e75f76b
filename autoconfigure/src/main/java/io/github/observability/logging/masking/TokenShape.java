package io.github.observability.logging.masking;

import java.util.Arrays;

/**
 * Shapes of tokens that their vendors publish: a prefix, and how many characters of which
 * kind follow. The shapes are those of the rules of gitleaks and of the plugins of
 * detect-secrets, and of GitHub's list of secret scanning patterns.
 */
enum TokenShape {

	/**
	 * Source: detect-secrets, {@code AWSKeyDetector}; gitleaks, {@code aws-access-token}.
	 */
	AWS_ACCESS_KEY("AKIA", Alphabet.UPPER, 16, 16),

	AWS_TEMPORARY_KEY("ASIA", Alphabet.UPPER, 16, 16),

	AWS_BEARER_KEY("ABIA", Alphabet.UPPER, 16, 16),

	AWS_CONTEXT_KEY("ACCA", Alphabet.UPPER, 16, 16),

	/** Source: GitHub, "About authentication to GitHub", token formats. */
	GITHUB_PERSONAL("ghp_", Alphabet.ALPHANUMERIC, 36, 255),

	GITHUB_OAUTH("gho_", Alphabet.ALPHANUMERIC, 36, 255),

	GITHUB_USER("ghu_", Alphabet.ALPHANUMERIC, 36, 255),

	GITHUB_SERVER("ghs_", Alphabet.ALPHANUMERIC, 36, 255),

	GITHUB_REFRESH("ghr_", Alphabet.ALPHANUMERIC, 36, 255),

	GITHUB_FINE_GRAINED("github_pat_", Alphabet.WORD, 36, 255),

	/** Source: gitleaks, {@code gitlab-*}. */
	GITLAB_PERSONAL("glpat-", Alphabet.BASE64_URL, 20, 255),

	GITLAB_TRIGGER("glptt-", Alphabet.BASE64_URL, 20, 255),

	GITLAB_DEPLOY("gldt-", Alphabet.BASE64_URL, 20, 255),

	GITLAB_RUNNER("glrt-", Alphabet.BASE64_URL, 20, 255),

	GITLAB_JOB("glcbt-", Alphabet.BASE64_URL, 20, 255),

	/** Source: detect-secrets, {@code SlackDetector}; gitleaks, {@code slack-*}. */
	SLACK_BOT("xoxb-", Alphabet.BASE64_URL, 20, 255),

	SLACK_USER("xoxp-", Alphabet.BASE64_URL, 20, 255),

	SLACK_APP("xoxa-", Alphabet.BASE64_URL, 20, 255),

	SLACK_REFRESH("xoxr-", Alphabet.BASE64_URL, 20, 255),

	SLACK_SESSION("xoxs-", Alphabet.BASE64_URL, 20, 255),

	SLACK_CONFIGURATION("xoxe", Alphabet.CREDENTIAL, 20, 255),

	SLACK_APP_LEVEL("xapp-", Alphabet.BASE64_URL, 20, 255),

	SLACK_WEBHOOK("hooks.slack.com/services/", Alphabet.PATH, 30, 100, true),

	SLACK_WORKFLOW("hooks.slack.com/workflows/", Alphabet.PATH, 30, 100, true),

	SLACK_TRIGGER("hooks.slack.com/triggers/", Alphabet.PATH, 30, 100, true),

	/**
	 * Source: detect-secrets, {@code DiscordBotTokenDetector}; gitleaks,
	 * {@code discord-*}.
	 */
	DISCORD_WEBHOOK("discord.com/api/webhooks/", Alphabet.PATH, 60, 120, true),

	/**
	 * Source: detect-secrets, {@code StripeDetector}; gitleaks,
	 * {@code stripe-access-token}.
	 */
	STRIPE_LIVE("sk_live_", Alphabet.ALPHANUMERIC, 20, 255),

	STRIPE_TEST("sk_test_", Alphabet.ALPHANUMERIC, 20, 255),

	STRIPE_RESTRICTED("rk_live_", Alphabet.ALPHANUMERIC, 20, 255),

	STRIPE_RESTRICTED_TEST("rk_test_", Alphabet.ALPHANUMERIC, 20, 255),

	STRIPE_WEBHOOK("whsec_", Alphabet.CREDENTIAL, 24, 255),

	/**
	 * Source: detect-secrets, {@code SendGridDetector}; gitleaks,
	 * {@code sendgrid-api-token}.
	 */
	SENDGRID("SG.", Alphabet.CREDENTIAL, 66, 66),

	/**
	 * Source: detect-secrets, {@code NpmDetector}; gitleaks, {@code npm-access-token}.
	 */
	NPM("npm_", Alphabet.ALPHANUMERIC, 36, 36),

	/**
	 * Source: detect-secrets, {@code PypiTokenDetector}; gitleaks,
	 * {@code pypi-upload-token}.
	 */
	PYPI("pypi-AgEI", Alphabet.BASE64_URL, 50, 1024),

	/** Source: gitleaks, {@code gcp-api-key}. */
	GOOGLE_API_KEY("AIza", Alphabet.BASE64_URL, 35, 35),

	/** Source: GitHub, secret scanning patterns, Google OAuth access token. */
	GOOGLE_OAUTH("ya29.", Alphabet.CREDENTIAL, 20, 1024),

	GOOGLE_CLIENT_SECRET("GOCSPX-", Alphabet.BASE64_URL, 28, 28),

	/** Source: gitleaks, {@code vault-*}. */
	VAULT_SERVICE("hvs.", Alphabet.BASE64_URL, 24, 255),

	VAULT_BATCH("hvb.", Alphabet.BASE64_URL, 100, 300),

	/** Source: gitleaks, {@code digitalocean-*}. */
	DIGITALOCEAN_PERSONAL("dop_v1_", Alphabet.HEX, 64, 64),

	DIGITALOCEAN_OAUTH("doo_v1_", Alphabet.HEX, 64, 64),

	DIGITALOCEAN_REFRESH("dor_v1_", Alphabet.HEX, 64, 64),

	/** Source: gitleaks, {@code anthropic-api-key} and {@code openai-api-key}. */
	ANTHROPIC("sk-ant-", Alphabet.BASE64_URL, 80, 255),

	OPENAI_PROJECT("sk-proj-", Alphabet.BASE64_URL, 40, 255),

	OPENAI_SERVICE("sk-svcacct-", Alphabet.BASE64_URL, 40, 255),

	/** Source: gitleaks, {@code shopify-*}. */
	SHOPIFY_ACCESS("shpat_", Alphabet.HEX, 32, 32),

	SHOPIFY_CUSTOM("shpca_", Alphabet.HEX, 32, 32),

	SHOPIFY_PRIVATE("shppa_", Alphabet.HEX, 32, 32),

	SHOPIFY_SHARED("shpss_", Alphabet.HEX, 32, 32),

	/** Source: GitHub, secret scanning patterns, Docker personal access token. */
	DOCKER("dckr_pat_", Alphabet.BASE64_URL, 27, 36),

	/** Source: gitleaks, {@code linear-api-key}. */
	LINEAR("lin_api_", Alphabet.ALPHANUMERIC, 40, 40),

	/** Source: gitleaks, {@code postman-api-token}. */
	POSTMAN("PMAK-", Alphabet.BASE64_URL, 59, 59),

	/**
	 * Source: detect-secrets, {@code SquareOAuthDetector}; gitleaks,
	 * {@code square-access-token}.
	 */
	SQUARE_SECRET("sq0csp-", Alphabet.BASE64_URL, 43, 43),

	SQUARE_TOKEN("sq0atp-", Alphabet.BASE64_URL, 22, 60),

	/** Source: gitleaks, {@code huggingface-access-token}. */
	HUGGING_FACE("hf_", Alphabet.ALPHANUMERIC, 34, 40),

	/** Source: gitleaks, {@code databricks-api-token}. */
	DATABRICKS("dapi", Alphabet.HEX, 32, 32),

	/** Source: gitleaks, {@code grafana-*}. */
	GRAFANA_SERVICE("glsa_", Alphabet.WORD, 41, 41),

	GRAFANA_CLOUD("glc_", Alphabet.CREDENTIAL, 32, 400),

	/** Source: gitleaks, {@code new-relic-user-api-key}. */
	NEW_RELIC("NRAK-", Alphabet.UPPER, 27, 27),

	/** Source: gitleaks, {@code pulumi-api-token}. */
	PULUMI("pul-", Alphabet.HEX, 40, 40),

	/** Source: gitleaks, {@code rubygems-api-token}. */
	RUBYGEMS("rubygems_", Alphabet.HEX, 48, 48),

	/** Source: gitleaks, {@code atlassian-api-token}. */
	ATLASSIAN("ATATT3", Alphabet.CREDENTIAL, 100, 255),

	/** Source: gitleaks, {@code age-secret-key}. */
	AGE("AGE-SECRET-KEY-1", Alphabet.UPPER, 58, 58);

	private static final int ASCII = 128;

	private static final TokenShape[][] BY_FIRST = new TokenShape[ASCII][];

	static {
		for (char first = 0; first < ASCII; first++) {
			char c = first;
			TokenShape[] shapes = Arrays.stream(values())
				.filter((shape) -> shape.prefix.charAt(0) == c)
				.toArray(TokenShape[]::new);
			if (shapes.length != 0) {
				BY_FIRST[c] = shapes;
			}
		}
	}

	private final String prefix;

	private final Alphabet alphabet;

	private final int min;

	private final int max;

	private final boolean prefixShown;

	TokenShape(String prefix, Alphabet alphabet, int min, int max) {
		this(prefix, alphabet, min, max, false);
	}

	TokenShape(String prefix, Alphabet alphabet, int min, int max, boolean prefixShown) {
		this.prefix = prefix;
		this.alphabet = alphabet;
		this.min = min;
		this.max = max;
		this.prefixShown = prefixShown;
	}

	String prefix() {
		return this.prefix;
	}

	Alphabet alphabet() {
		return this.alphabet;
	}

	int min() {
		return this.min;
	}

	int max() {
		return this.max;
	}

	/** Whether tokens may begin with a letter. */
	static boolean begins(char first) {
		return first < ASCII && BY_FIRST[first] != null;
	}

	/**
	 * Finds a token.
	 * @param at where a word begins
	 */
	static long find(String text, int at, int end) {
		for (TokenShape shape : BY_FIRST[text.charAt(at)]) {
			if (text.startsWith(shape.prefix, at)) {
				long span = shape.match(text, at, end);
				if (span != Span.NONE) {
					return span;
				}
			}
		}
		return Span.NONE;
	}

	private long match(String text, int at, int end) {
		int start = at + this.prefix.length();
		int limit = (int) Math.min(end, (long) start + this.max);
		int stop = start;
		while (stop < limit && this.alphabet.has(text.charAt(stop))) {
			stop++;
		}
		// The dot of a sentence belongs to no token.
		while (stop > start && text.charAt(stop - 1) == '.') {
			stop--;
		}
		boolean cut = stop == end && end < text.length();
		if (stop - start < this.min && !cut) {
			return Span.NONE;
		}
		if (this.min == this.max && stop < text.length() && !cut && Characters.isLetterOrDigit(text.charAt(stop))) {
			return Span.NONE;
		}
		return Span.of(this.prefixShown ? start : at, stop);
	}

	/**
	 * Characters of tokens.
	 */
	enum Alphabet {

		HEX, UPPER, ALPHANUMERIC, WORD, BASE64_URL, CREDENTIAL, PATH;

		boolean has(char c) {
			return switch (this) {
				case HEX -> Characters.isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
				case UPPER -> Characters.isDigit(c) || Characters.isUpperCase(c);
				case ALPHANUMERIC -> Characters.isLetterOrDigit(c);
				case WORD -> Characters.isLetterOrDigit(c) || c == '_';
				case BASE64_URL -> Characters.isBase64Url(c);
				case CREDENTIAL -> Characters.isCredential(c) && c != '/';
				case PATH -> Characters.isBase64Url(c) || c == '/';
			};
		}

	}

}
