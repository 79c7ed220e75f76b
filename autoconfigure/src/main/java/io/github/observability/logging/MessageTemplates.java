package io.github.observability.logging;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.observability.logging.masking.LogMasker;
import io.github.observability.logging.masking.Masking;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;

/**
 * The templates of messages, which SLF4J keeps beside the arguments. Lines that differ in
 * their arguments alone have the same template. Most templates are constants of the
 * program, so each is masked and encoded once.
 */
final class MessageTemplates {

	private static final int MAX_TEMPLATES = 2_000;

	/** Longer ones are put together at run time. */
	private static final int MAX_CONSTANT = 512;

	private static final String PLACEHOLDER = "{}";

	private final Masking masking;

	private final Map<String, SerializedString> constants = new ConcurrentHashMap<>();

	private volatile List<LogMasker> maskers = List.of();

	MessageTemplates(Masking masking) {
		this.masking = masking;
	}

	/**
	 * Return the template of an event.
	 * @param event the event
	 * @param secrets values of secret keys of the line
	 * @return the template as a line can have it, {@code null} without arguments
	 */
	@Nullable Object of(ILoggingEvent event, List<String> secrets) {
		Object[] arguments = event.getArgumentArray();
		String template = event.getMessage();
		if (template == null || arguments == null || arguments.length == 0) {
			return null;
		}
		if (template.length() > MAX_CONSTANT || !secrets.isEmpty()) {
			return this.masking.withoutSecrets(masked(template), secrets);
		}
		List<LogMasker> asked = forgetIfMaskersChange();
		SerializedString constant = this.constants.get(template);
		if (constant == null) {
			constant = new SerializedString(masked(template));
			constant.asQuotedUTF8();
			if (this.constants.size() < MAX_TEMPLATES) {
				this.constants.put(template, constant);
				if (this.masking.beans() != asked) {
					// Another thread may have cleared the map just before.
					this.constants.remove(template, constant);
				}
			}
		}
		return constant;
	}

	private List<LogMasker> forgetIfMaskersChange() {
		List<LogMasker> current = this.masking.beans();
		if (current != this.maskers) {
			this.constants.clear();
			this.maskers = current;
		}
		return current;
	}

	/** A template may have been put together with a secret. A placeholder is none. */
	private String masked(String template) {
		String masked = this.masking.clean(template);
		return (masked != template && masksOnlyPlaceholders(template, masked)) ? template : masked;
	}

	private static boolean masksOnlyPlaceholders(String template, String masked) {
		int at = 0;
		for (int i = 0; i < masked.length();) {
			if (masked.startsWith(Masking.MASK, i) && template.startsWith(PLACEHOLDER, at)) {
				i += Masking.MASK.length();
				at += PLACEHOLDER.length();
			}
			else if (at < template.length() && template.charAt(at) == masked.charAt(i)) {
				i++;
				at++;
			}
			else {
				return false;
			}
		}
		return at == template.length();
	}

}
