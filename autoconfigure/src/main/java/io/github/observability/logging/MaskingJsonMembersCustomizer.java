package io.github.observability.logging;

import java.util.Map;

import io.github.observability.logging.masking.Masking;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter.MemberPath;
import org.springframework.boot.json.JsonWriter.Members;
import org.springframework.boot.json.JsonWriter.ValueProcessor;
import org.springframework.boot.json.WritableJson;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;
import org.springframework.core.env.Environment;
import org.springframework.util.ObjectUtils;

/**
 * {@link StructuredLoggingJsonMembersCustomizer} that masks the lines of Boot's own
 * formats. The starter's formatter masks by itself.
 */
final class MaskingJsonMembersCustomizer implements StructuredLoggingJsonMembersCustomizer<Object> {

	private final Masking masking;

	MaskingJsonMembersCustomizer(Environment environment) {
		this.masking = Masking.create(environment, LoggingProperties.get(environment).maxLineBytes());
	}

	@Override
	public void customize(Members<Object> members) {
		if (this.masking.isEnabled()) {
			members.applyingNameProcessor((path, name) -> this.masking.clean(name));
			ValueProcessor<Object> values = this::mask;
			members.applyingValueProcessor(values);
		}
	}

	private @Nullable Object mask(MemberPath path, @Nullable Object value) {
		if (value == null || value.equals(Masking.MASK)) {
			return value;
		}
		String key = path.toUnescapedString();
		if (this.masking.isSecret(key)) {
			return this.masking.secret();
		}
		if (value instanceof Number) {
			return this.masking.isCard(key, value) ? this.masking.secret() : value;
		}
		if (value instanceof Boolean || value instanceof Iterable || value instanceof Map
				|| value instanceof WritableJson || ObjectUtils.isArray(value)) {
			return value;
		}
		return this.masking.cleanValue(key, value.toString());
	}

}
