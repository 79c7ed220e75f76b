package io.github.observability.tracing.analysis;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class StatementTextTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			SELECT * FROM t WHERE id = 42            | select * from t where id = ?
			select  *\tfrom t where id=?              | select * from t where id=?
			select 'it''s' , "Name" from t1           | select ?, "Name" from t1
			select * from t where id in (1, 2,3)      | select * from t where id in (?)
			select * from t where id in ( ?,? )       | select * from t where id in (?)
			insert into t values (1, 'a'), (2, 'b')   | insert into t values (?)
			select /* traceparent='x' */ 1            | select ?
			select $1, :2, :name                      | select ?, :name
			select 1.5e-3                             | select ?-?
			select 'open                              | select ?
			""")
	void isTheSameForOtherValues(String sql, String normalized) {
		assertThat(StatementText.normalize(sql)).isEqualTo(normalized);
	}

	@Test
	void isBounded() {
		assertThat(StatementText.normalize("select a from t where " + "x and ".repeat(1_000_000)))
			.hasSizeLessThan(10_000);
	}

}
