package io.github.observability.sample.traffic;

import java.sql.SQLException;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
class FaultController {

	private static final Logger logger = LoggerFactory.getLogger(FaultController.class);

	private final Faults faults;

	private final FaultSwitch faultSwitch;

	FaultController(Faults faults, FaultSwitch faultSwitch) {
		this.faults = faults;
		this.faultSwitch = faultSwitch;
	}

	@GetMapping("/faults")
	Map<String, Boolean> all() {
		return this.faults.all();
	}

	@PutMapping("/faults/{fault}")
	Map<String, Boolean> on(@PathVariable String fault) throws SQLException {
		this.faultSwitch.on(known(fault));
		logger.info("Fault {} switched on", fault);
		return this.faults.all();
	}

	@DeleteMapping("/faults/{fault}")
	Map<String, Boolean> off(@PathVariable String fault) {
		this.faultSwitch.off(known(fault));
		logger.info("Fault {} switched off", fault);
		return this.faults.all();
	}

	private Fault known(String fault) {
		return Fault.of(fault)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND,
					"Known faults are " + this.faults.all().keySet()));
	}

}
