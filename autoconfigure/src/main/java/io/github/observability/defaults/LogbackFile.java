package io.github.observability.defaults;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.Locale;
import java.util.Set;

import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;

import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

import org.springframework.core.io.Resource;

/**
 * What a Logback file of the application says about the format of lines.
 */
enum LogbackFile {

	/**
	 * All appenders are Boot's or the starter's, or mask: the starter's format applies
	 * where the file chose none.
	 */
	MASKED,

	/** An encoder of logstash-logback-encoder does not mask. */
	LOGSTASH,

	/** The file has an appender or a pattern of its own, or cannot be read. */
	OWN;

	private static final String BOOT_FILES = "org/springframework/boot/logging/logback/";

	private static final String STARTER_FILES = "io/github/observability/logging/";

	private static final Set<String> MASKING_TYPES = Set.of("LogEncoder", "LogstashMaskingDecorator");

	private static final Set<String> BOOT_FORMATS = Set.of("ecs", "gelf", "logstash");

	private static final Set<String> PATTERNS = Set.of("CONSOLE_LOG_PATTERN", "FILE_LOG_PATTERN");

	static LogbackFile read(Resource resource) {
		Reader reader = new Reader();
		try (InputStream stream = resource.getInputStream()) {
			SAXParserFactory.newInstance().newSAXParser().parse(stream, reader);
		}
		catch (IOException | SAXException | ParserConfigurationException ex) {
			// Logback reports it.
			return OWN;
		}
		return reader.result();
	}

	private static final class Reader extends DefaultHandler {

		private final StringBuilder text = new StringBuilder();

		private boolean anything;

		private boolean own;

		private boolean logstash;

		private boolean inAppender;

		private boolean masked;

		private boolean refers;

		private boolean encodes;

		private boolean ofLogstash;

		LogbackFile result() {
			if (this.own || !this.anything) {
				return OWN;
			}
			return this.logstash ? LOGSTASH : MASKED;
		}

		@Override
		public void startElement(@Nullable String uri, @Nullable String localName, String name, Attributes attributes) {
			this.text.setLength(0);
			String type = simpleName(attributes.getValue("class"));
			switch (name) {
				case "include" -> include(attributes.getValue("resource"));
				case "property", "variable", "springProperty" -> {
					this.own |= PATTERNS.contains(String.valueOf(attributes.getValue("name")));
				}
				case "appender" -> {
					this.inAppender = true;
					this.masked = false;
					this.refers = false;
					this.encodes = false;
					this.ofLogstash = false;
				}
				case "appender-ref" -> {
					this.refers = true;
				}
				case "encoder" -> {
					this.encodes = true;
					this.ofLogstash |= type.startsWith("Logstash") || type.contains("CompositeJson");
				}
				default -> {
				}
			}
			this.masked |= MASKING_TYPES.contains(type);
		}

		private void include(@Nullable String resource) {
			this.anything = true;
			this.own |= resource == null || !(resource.startsWith(BOOT_FILES) || resource.startsWith(STARTER_FILES));
		}

		@Override
		public void characters(char[] characters, int start, int length) {
			this.text.append(characters, start, length);
		}

		@Override
		public void endElement(@Nullable String uri, @Nullable String localName, String name) {
			if (name.equals("format") && this.inAppender) {
				this.masked |= isMasked(this.text.toString().strip());
			}
			if (name.equals("appender")) {
				this.inAppender = false;
				this.anything = true;
				boolean open = !this.masked && (this.encodes || !this.refers);
				this.logstash |= open && this.ofLogstash;
				this.own |= open && !this.ofLogstash;
			}
			this.text.setLength(0);
		}

		private static boolean isMasked(String format) {
			return format.contains("_LOG_STRUCTURED_FORMAT") || format.startsWith("io.github.observability.logging.")
					|| BOOT_FORMATS.contains(format.toLowerCase(Locale.ROOT));
		}

		private static String simpleName(@Nullable String className) {
			return (className != null) ? className.substring(className.lastIndexOf('.') + 1) : "";
		}

		/** A file of the class path needs nothing from elsewhere. */
		@Override
		public InputSource resolveEntity(@Nullable String publicId, String systemId) {
			return new InputSource(new StringReader(""));
		}

	}

}
