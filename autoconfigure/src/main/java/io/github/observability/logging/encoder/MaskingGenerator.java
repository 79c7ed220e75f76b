package io.github.observability.logging.encoder;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

import io.github.observability.logging.masking.Masking;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.util.JsonGeneratorDelegate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@link JsonGenerator} that masks names and values on their way to another. All that is
 * below a secret name is masked.
 */
final class MaskingGenerator extends JsonGeneratorDelegate {

	private static final JsonMapper mapper = JsonMapper.builder().build();

	private final Masking masking;

	private String name = "";

	private boolean secretName;

	private int depth;

	/** Depth of the object or array that has a secret name, 0 if there is none. */
	private int secretDepth;

	MaskingGenerator(JsonGenerator delegate, Masking masking) {
		// Values that consist of others are written through this generator.
		super(delegate, false);
		this.masking = masking;
	}

	private boolean isSecret() {
		return this.secretName || this.secretDepth != 0;
	}

	private JsonGenerator writeMask() {
		this.delegate.writeString(this.masking.secret());
		return this;
	}

	@Override
	public JsonGenerator writeName(String name) {
		this.name = name;
		this.secretName = this.masking.isSecret(name);
		this.delegate.writeName(this.masking.clean(name));
		return this;
	}

	@Override
	public JsonGenerator writeName(SerializableString name) {
		return writeName(name.getValue());
	}

	private void opened() {
		this.depth++;
		if (this.secretName && this.secretDepth == 0) {
			this.secretDepth = this.depth;
		}
	}

	private void closed() {
		if (this.depth == this.secretDepth) {
			this.secretDepth = 0;
		}
		this.depth--;
		this.secretName = false;
	}

	@Override
	public JsonGenerator writeStartArray() {
		opened();
		return super.writeStartArray();
	}

	@Override
	public JsonGenerator writeStartArray(Object value) {
		opened();
		return super.writeStartArray(value);
	}

	@Override
	public JsonGenerator writeStartArray(Object value, int size) {
		opened();
		return super.writeStartArray(value, size);
	}

	@Override
	public JsonGenerator writeEndArray() {
		closed();
		return super.writeEndArray();
	}

	@Override
	public JsonGenerator writeStartObject() {
		opened();
		return super.writeStartObject();
	}

	@Override
	public JsonGenerator writeStartObject(Object value) {
		opened();
		return super.writeStartObject(value);
	}

	@Override
	public JsonGenerator writeStartObject(Object value, int size) {
		opened();
		return super.writeStartObject(value, size);
	}

	@Override
	public JsonGenerator writeEndObject() {
		closed();
		return super.writeEndObject();
	}

	@Override
	public JsonGenerator writeArray(int[] array, int offset, int length) {
		writeStartArray(array, length);
		for (int i = offset; i < offset + length; i++) {
			writeNumber(array[i]);
		}
		return writeEndArray();
	}

	@Override
	public JsonGenerator writeArray(long[] array, int offset, int length) {
		writeStartArray(array, length);
		for (int i = offset; i < offset + length; i++) {
			writeNumber(array[i]);
		}
		return writeEndArray();
	}

	@Override
	public JsonGenerator writeArray(double[] array, int offset, int length) {
		writeStartArray(array, length);
		for (int i = offset; i < offset + length; i++) {
			writeNumber(array[i]);
		}
		return writeEndArray();
	}

	@Override
	public JsonGenerator writeArray(String[] array, int offset, int length) {
		writeStartArray(array, length);
		for (int i = offset; i < offset + length; i++) {
			writeString(array[i]);
		}
		return writeEndArray();
	}

	@Override
	public JsonGenerator writeString(@Nullable String text) {
		if (text == null) {
			return writeNull();
		}
		if (isSecret()) {
			return writeMask();
		}
		this.delegate.writeString(this.masking.cleanValue(this.name, text));
		return this;
	}

	@Override
	public JsonGenerator writeString(char[] text, int offset, int length) {
		return writeString(new String(text, offset, length));
	}

	@Override
	public JsonGenerator writeString(SerializableString text) {
		return writeString(text.getValue());
	}

	@Override
	public JsonGenerator writeString(Reader reader, int length) {
		StringBuilder text = new StringBuilder();
		char[] buffer = new char[1024];
		try {
			int left = (length >= 0) ? length : Integer.MAX_VALUE;
			int read = reader.read(buffer, 0, Math.min(left, buffer.length));
			while (read > 0) {
				text.append(buffer, 0, read);
				left -= read;
				read = (left > 0) ? reader.read(buffer, 0, Math.min(left, buffer.length)) : -1;
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return writeString(text.toString());
	}

	@Override
	public JsonGenerator writeUTF8String(byte[] text, int offset, int length) {
		return writeString(new String(text, offset, length, StandardCharsets.UTF_8));
	}

	@Override
	public JsonGenerator writeRawUTF8String(byte[] text, int offset, int length) {
		return writeRawValue('"' + new String(text, offset, length, StandardCharsets.UTF_8) + '"');
	}

	/** Reads what is JSON already, so that its parts are masked like any others. */
	@Override
	public JsonGenerator writeRawValue(String text) {
		JsonNode node;
		try {
			node = mapper.readTree(text);
		}
		catch (JacksonException ex) {
			return writeString(text);
		}
		if (node.isMissingNode()) {
			return writeString(text);
		}
		mapper.writeValue(this, node);
		return this;
	}

	@Override
	public JsonGenerator writeRawValue(String text, int offset, int length) {
		return writeRawValue(text.substring(offset, offset + length));
	}

	@Override
	public JsonGenerator writeRawValue(char[] text, int offset, int length) {
		return writeRawValue(new String(text, offset, length));
	}

	@Override
	public JsonGenerator writeRawValue(SerializableString text) {
		return writeRawValue(text.getValue());
	}

	@Override
	public JsonGenerator writeNumber(short value) {
		return isSecret() ? writeMask() : super.writeNumber(value);
	}

	@Override
	public JsonGenerator writeNumber(int value) {
		return isSecret() ? writeMask() : super.writeNumber(value);
	}

	@Override
	public JsonGenerator writeNumber(float value) {
		return isSecret() ? writeMask() : super.writeNumber(value);
	}

	@Override
	public JsonGenerator writeNumber(double value) {
		return isSecret() ? writeMask() : super.writeNumber(value);
	}

	@Override
	public JsonGenerator writeNumber(long value) {
		return (isSecret() || this.masking.isCard(this.name, value)) ? writeMask() : super.writeNumber(value);
	}

	@Override
	public JsonGenerator writeNumber(BigInteger value) {
		return (isSecret() || this.masking.isCard(this.name, value)) ? writeMask() : super.writeNumber(value);
	}

	@Override
	public JsonGenerator writeNumber(BigDecimal value) {
		return (isSecret() || this.masking.isCard(this.name, value)) ? writeMask() : super.writeNumber(value);
	}

	@Override
	public JsonGenerator writeNumber(String value) {
		String masked = this.masking.cleanValue(this.name, value);
		return (isSecret() || !masked.equals(value)) ? writeMask() : super.writeNumber(value);
	}

	@Override
	public JsonGenerator writeNumber(char[] value, int offset, int length) {
		return writeNumber(new String(value, offset, length));
	}

	@Override
	public JsonGenerator writeBoolean(boolean value) {
		return isSecret() ? writeMask() : super.writeBoolean(value);
	}

}
