package io.github.observability.logging.masking;

import java.util.Set;

/**
 * Finds the secret in the user information of URLs and connection strings: what follows
 * the user name, up to the last {@code @} of the authority.
 */
final class UserInfo {

	private static final int MAX_LENGTH = 512;

	private static final int MAX_SCHEME = 20;

	/** Schemes whose user information is a user name if it has no colon. */
	private static final WordSet NAMED = new WordSet(Set.of("ssh", "git", "sftp", "scp", "rsync", "svn", "ftp", "ftps",
			"postgres", "postgresql", "mysql", "mariadb", "mongodb", "srv", "ldap", "ldaps", "smb", "imap", "imaps",
			"smtp", "smtps", "jdbc", "r2dbc", "sqlserver", "oracle", "amqp", "amqps", "sip", "xmpp", "jms"));

	private UserInfo() {
	}

	/**
	 * Finds the secret of a URL.
	 * @param at where {@code ://} is
	 */
	static long find(String text, int at, int end) {
		int start = at + 3;
		int limit = Math.min(end, start + MAX_LENGTH);
		int colon = -1;
		int last = -1;
		boolean port = true;
		int i = start;
		for (; i < limit; i++) {
			char c = text.charAt(i);
			if (c == '@') {
				last = i;
			}
			else if (c == ':' && colon == -1) {
				colon = i;
			}
			else if (ends(c)) {
				break;
			}
			else if (c == '/' || c == '?' || c == '#') {
				// A password may have a slash, a port is followed by the path.
				if (last != -1 || colon == -1 || port) {
					break;
				}
			}
			else if (colon != -1 && last == -1 && !Characters.isDigit(c)) {
				port = false;
			}
		}
		if (last == -1) {
			return (i == end && end < text.length()) ? unfinished(text, at, colon, end, port) : Span.NONE;
		}
		if (colon != -1 && colon < last) {
			return Span.of(colon + 1, last);
		}
		return isNamed(text, at) ? Span.NONE : Span.of(start, last);
	}

	/** Where reading stops, a secret may go on. */
	private static long unfinished(String text, int at, int colon, int end, boolean port) {
		if (colon != -1) {
			return port ? Span.NONE : Span.of(colon + 1, end);
		}
		return (at + 3 == end || isNamed(text, at)) ? Span.NONE : Span.of(at + 3, end);
	}

	private static boolean ends(char c) {
		return Characters.isSpace(c) || Characters.isQuote(c) || c == '<' || c == '>' || c == '\\';
	}

	private static boolean isNamed(String text, int at) {
		int start = at;
		while (start > 0 && at - start < MAX_SCHEME && Characters.isLetterOrDigit(text.charAt(start - 1))) {
			start--;
		}
		return NAMED.contains(text, start, at);
	}

	/**
	 * Finds the password of {@code jdbc:oracle:thin:user/password@host}.
	 * @param at where the colon behind the driver is
	 */
	static long ofOracle(String text, int at, int end) {
		if (at < 5 || !(WordSet.equal(text, at - 5, at, ":thin") || WordSet.equal(text, at - 4, at, ":oci"))) {
			return Span.NONE;
		}
		int limit = Math.min(end, at + MAX_LENGTH);
		int slash = -1;
		for (int i = at + 1; i < limit; i++) {
			char c = text.charAt(i);
			if (c == '@') {
				return (slash != -1) ? Span.of(slash + 1, i) : Span.NONE;
			}
			if (ends(c)) {
				return Span.NONE;
			}
			slash = (c == '/' && slash == -1) ? i : slash;
		}
		return Span.NONE;
	}

}
