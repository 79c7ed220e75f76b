package io.github.observability.context.matrix;

import java.io.IOException;

import org.springframework.boot.CommandLineRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@link ForkedData} on threads that wait.
 */
public final class ForkedBlockingData {

	private ForkedBlockingData() {
	}

	/**
	 * Run the application.
	 * @param arguments arguments of the application
	 * @throws IOException if it does not answer
	 * @throws InterruptedException if interrupted meanwhile
	 */
	public static void main(String[] arguments) throws IOException, InterruptedException {
		ForkedData.run(Application.class, arguments);
	}

	@Import({ ForkedData.Common.class, Endpoints.class })
	static class Application {

		@Bean
		CommandLineRunner table(JdbcClient jdbc) {
			return (arguments) -> jdbc.sql("create table if not exists cards (number text primary key, uses int)")
				.update();
		}

	}

	@RestController
	static class Endpoints {

		private static final String INSERT = "insert into cards (number, uses) values (?, 1)";

		private final JdbcClient jdbc;

		private final StringRedisTemplate redis;

		Endpoints(JdbcClient jdbc, StringRedisTemplate redis) {
			this.jdbc = jdbc;
			this.redis = redis;
		}

		@GetMapping("/JDBC")
		int jdbc() {
			return this.jdbc.sql(INSERT + " on conflict (number) do update set uses = cards.uses + 1")
				.param(DataWay.JDBC.parameter())
				.update();
		}

		@GetMapping("/JDBC/failing")
		int jdbcFailing() {
			return this.jdbc.sql(INSERT).param(DataWay.JDBC.parameter()).update();
		}

		@GetMapping("/REDIS")
		String redis() {
			this.redis.opsForValue().set("card", DataWay.REDIS.parameter());
			return "set";
		}

		@GetMapping("/REDIS/failing")
		String redisFailing() {
			return String
				.valueOf(this.redis.execute((RedisCallback<Object>) (connection) -> connection.scriptingCommands()
					.eval(ForkedData.bytes("return redis.error_reply('ERR refused ' .. ARGV[1])"), ReturnType.STATUS, 0,
							ForkedData.bytes(DataWay.REDIS.parameter()))));
		}

	}

}
