package io.github.observability.console.shop;

import java.util.List;
import java.util.Optional;

import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.JpaRepository;

interface PurchaseRepository extends JpaRepository<Purchase, Long> {

	@EntityGraph(attributePaths = "products")
	List<Purchase> findByCustomer(String customer);

	@EntityGraph(attributePaths = "products")
	Optional<Purchase> findWithProductsById(long id);

}
