package io.github.observability.logging;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.observability.logging.PooledLineWriter.LineBuffer;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PooledLineWriterTests {

	private static final long SEED = 4711;

	private final LineBuffer buffer = new LineBuffer();

	private final Random random = new Random(SEED);

	@Test
	void writesEachCharacterAsJacksonDoes() {
		StringBuilder some = new StringBuilder();
		for (int c = 0; c <= Character.MAX_VALUE; c++) {
			some.append(Character.isSurrogate((char) c) ? 'x' : (char) c);
			if (some.length() == 256) {
				String text = some.toString();
				assertThat(text(text)).as("up to U+%04X", c)
					.isEqualTo(jackson((generator) -> generator.writeString(text)));
				some.setLength(0);
			}
		}
		assertThat(some).isEmpty();
	}

	@Test
	void writesTextsAsJacksonDoes() {
		for (int i = 0; i < 500; i++) {
			String text = this.random.ints(this.random.nextInt(60), 0, 6)
				.mapToObj(this::character)
				.reduce("", String::concat);
			assertThat(text(text)).isEqualTo(jackson((generator) -> generator.writeString(text)));
		}
	}

	@Test
	void writesTextsThatOutgrowTheRoom() {
		for (String part : List.of("plain", "\n", "\u0001", "\u00e9", "\u20ac", "\ud83d\ude00",
				"x\u0001\ud83d\ude00")) {
			String text = part.repeat(3_000);
			assertThat(text(text)).isEqualTo(jackson((generator) -> generator.writeString(text)));
		}
	}

	@Test
	void refusesHalfACharacter() {
		for (String text : List.of("a\ud83d", "\ude00b", "\ud83d\ud83d\ude00")) {
			assertThatIllegalArgumentException().as(text).isThrownBy(() -> text(text));
		}
	}

	@Test
	void writesNumbersAsJacksonDoes() {
		for (Number number : List.of(0L, 7, -1L, 10L, 99L, 100L, Long.MAX_VALUE, Long.MIN_VALUE, Integer.MIN_VALUE,
				(short) -3, (byte) 12, 0.0, -0.0, 1.5e300, Double.MIN_VALUE, Double.NaN, Double.NEGATIVE_INFINITY, 0.1f,
				Float.NaN, Float.POSITIVE_INFINITY, new BigDecimal("1.10"), BigInteger.TEN.pow(30))) {
			LogLine line = new LogLine();
			line.add(new Field(new String[] { "n" }, FieldType.LONG, 0), number);
			assertThat(written(line))
				.isEqualTo("{\"n\":" + jackson((generator) -> writeNumber(generator, number)) + "}\n");
		}
	}

	@Test
	void nestsFieldsAsTheirNamesSay() {
		List<Field> fields = fields("@timestamp", "log.level", "log.logger", "process.pid", "process.thread.name",
				"service.name", "service.node.name", "service.node.role", "message", "a.b.c.d", "a.b.e", "a.f", "z");
		JsonMapper mapper = JsonMapper.shared();
		for (int i = 0; i < 1_000; i++) {
			LogLine line = new LogLine();
			for (Field field : fields) {
				if (this.random.nextInt(3) > 0) {
					line.add(field, value());
				}
			}
			String json = written(line);
			assertThat(json).endsWith("}\n");
			assertThat(mapper.readTree(json)).isEqualTo(mapper.valueToTree(JsonFields.toMap(line)));
		}
	}

	private static List<Field> fields(String... names) {
		List<Field> fields = new ArrayList<>();
		List<String[]> paths = Arrays.stream(names).map((name) -> name.split("\\.")).toList();
		for (String[] path : paths) {
			long rank = 0;
			for (int depth = 0; depth < Field.MAX_DEPTH; depth++) {
				rank = rank << Field.RANK_BITS | ((depth < path.length) ? place(paths, path, depth) : 0);
			}
			fields.add(new Field(path, FieldType.KEYWORD, rank));
		}
		return fields;
	}

	/** Where an object or a field stands in the object around it, from 1 on. */
	private static long place(List<String[]> paths, String[] path, int depth) {
		List<String> names = paths.stream()
			.filter((other) -> other.length > depth && Arrays.equals(other, 0, depth, path, 0, depth))
			.map((other) -> other[depth])
			.distinct()
			.toList();
		return names.indexOf(path[depth]) + 1L;
	}

	private Object value() {
		return switch (this.random.nextInt(5)) {
			case 0 -> this.random.nextInt();
			case 1 -> this.random.nextBoolean();
			case 2 -> Stream.generate(() -> character(this.random.nextInt(6))).limit(this.random.nextInt(4)).toList();
			default -> character(this.random.nextInt(6));
		};
	}

	private String character(int kind) {
		return switch (kind) {
			case 0 -> String.valueOf((char) this.random.nextInt(' '));
			case 1 -> "\"\\/".substring(this.random.nextInt(3)).substring(0, 1);
			case 2 -> String.valueOf((char) (0x80 + this.random.nextInt(0x780)));
			case 3 -> String.valueOf((char) (0xE000 + this.random.nextInt(0x1000)));
			case 4 -> Character.toString(Character.MIN_SUPPLEMENTARY_CODE_POINT + this.random.nextInt(0x10000));
			default -> String.valueOf((char) (' ' + this.random.nextInt(0x5F)));
		};
	}

	private String text(String text) {
		this.buffer.clear();
		this.buffer.text(text);
		return this.buffer.toString(StandardCharsets.UTF_8);
	}

	private String written(LogLine line) {
		this.buffer.clear();
		JsonFields.write(line, this.buffer);
		return this.buffer.toString(StandardCharsets.UTF_8);
	}

	private static void writeNumber(JsonGenerator generator, Number number) {
		if (number instanceof Double value) {
			generator.writeNumber(value);
		}
		else if (number instanceof Float value) {
			generator.writeNumber(value);
		}
		else if (number instanceof BigDecimal || number instanceof BigInteger) {
			generator.writeNumber(number.toString());
		}
		else {
			generator.writeNumber(number.longValue());
		}
	}

	private static String jackson(Consumer<JsonGenerator> write) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (JsonGenerator generator = new JsonFactory().createGenerator(ObjectWriteContext.empty(), bytes)) {
			write.accept(generator);
		}
		return bytes.toString(StandardCharsets.UTF_8);
	}

}
