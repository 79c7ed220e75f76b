package io.github.observability.context;

import jakarta.jms.Message;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * The header of a message that has the request id.
 */
final class MessageHeader {

	private static final boolean JMS = ClassUtils.isPresent("jakarta.jms.Message",
			MessageHeader.class.getClassLoader());

	private final String name;

	private final String property;

	MessageHeader(String name) {
		this.name = name;
		this.property = property(name);
	}

	/**
	 * JMS 3.1, section 3.5.1: a property has the name of an identifier, so that selectors
	 * can use it.
	 */
	private static String property(String name) {
		StringBuilder property = new StringBuilder(name);
		for (int i = 0; i < property.length(); i++) {
			if (!Character.isJavaIdentifierPart(property.charAt(i))) {
				property.setCharAt(i, '_');
			}
		}
		return Character.isJavaIdentifierStart(property.charAt(0)) ? property.toString() : "_" + property;
	}

	/**
	 * Return the name.
	 * @param message the message
	 * @return the name that a message of its kind can have it under
	 */
	String nameIn(@Nullable Object message) {
		return (JMS && JmsMessage.matches(message)) ? this.property : this.name;
	}

	/**
	 * Names a class that may be absent.
	 */
	private static final class JmsMessage {

		private JmsMessage() {
		}

		static boolean matches(@Nullable Object message) {
			return message instanceof Message;
		}

	}

}
