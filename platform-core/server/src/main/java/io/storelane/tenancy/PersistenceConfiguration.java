package io.storelane.tenancy;

import com.zaxxer.hikari.HikariDataSource;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.github.bucket4j.postgresql.PostgreSQLSelectForUpdateBasedProxyManager;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@EnableTransactionManagement(proxyTargetClass = true)
@EnableConfigurationProperties(DatabaseProperties.class)
class PersistenceConfiguration {

    /** Marks that the schema is at this release; whoever opens a pool depends on it. */
    static final class SchemaReady {}

    @Bean
    SchemaReady schemaReady(DatabaseProperties properties) {
        if (!properties.ownerPassword().isEmpty()) {
            Migrations.run(properties);
        }
        return new SchemaReady();
    }

    @Bean(destroyMethod = "close")
    @DependsOn("schemaReady")
    HikariDataSource appPool(DatabaseProperties properties) {
        HikariDataSource pool = pool(properties, "storelane_app", properties.appPassword(), properties.poolSize());
        pool.setPoolName("app");
        // transaction_timeout: an open writing transaction holds back every reader of the event log
        pool.addDataSourceProperty("options", "-c statement_timeout=5s -c lock_timeout=2s -c transaction_timeout=5s");
        return pool;
    }

    @Bean(destroyMethod = "close")
    @DependsOn("schemaReady")
    HikariDataSource infraPool(DatabaseProperties properties) {
        HikariDataSource pool = pool(properties, "storelane_infra", properties.infraPassword(), 4);
        pool.setPoolName("infra");
        pool.setSchema("infra");
        return pool;
    }

    private static HikariDataSource pool(DatabaseProperties properties, String user, String password, int size) {
        var pool = new HikariDataSource();
        pool.setJdbcUrl(properties.url());
        pool.setUsername(user);
        pool.setPassword(password);
        pool.setMaximumPoolSize(size);
        pool.setMinimumIdle(Math.min(2, size));
        pool.setConnectionTimeout(5_000);
        return pool;
    }

    /** Counters that all servers share, as rows of {@code infra.rate_bucket}. */
    @Bean
    PostgreSQLSelectForUpdateBasedProxyManager<String> sharedBuckets(HikariDataSource infraPool) {
        return Bucket4jPostgreSQL.selectForUpdateBasedBuilder(infraPool)
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .table("infra.rate_bucket")
                .expirationAfterWrite(
                        ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofMinutes(1)))
                .requestTimeout(Duration.ofSeconds(2)) // who waits for a row holds one of few connections
                .build();
    }

    @Bean
    ScopedPool scopedPool(HikariDataSource appPool) {
        return new ScopedPool(appPool);
    }

    @Bean
    @Primary
    ScopedTransactionManager transactionManager(ScopedPool scopedPool, DatabaseProperties properties) {
        return new ScopedTransactionManager(scopedPool, new TenantConnections(properties.tenantShare()));
    }

    @Bean
    TransactionTemplate transactionTemplate(ScopedTransactionManager transactionManager) {
        return new TransactionTemplate(transactionManager);
    }

    @Bean
    EntityManagers entityManagers(ScopedPool scopedPool) {
        return new EntityManagers(scopedPool);
    }

    @Bean
    LocalContainerEntityManagerFactoryBean entityManagerFactory(EntityManagers entityManagers) {
        return entityManagers.factory(DatabaseRole.CORE, "core", "io.storelane");
    }

    @Bean
    @Primary
    EntityManager entityManager(EntityManagerFactory entityManagerFactory) {
        return SharedEntityManagerCreator.createSharedEntityManager(entityManagerFactory);
    }

    @Bean
    Database database(ScopedPool scopedPool, HikariDataSource infraPool) {
        return new Database(
                client(new RoleDataSource(scopedPool, DatabaseRole.PLATFORM)),
                client(new RoleDataSource(scopedPool, DatabaseRole.CORE)),
                JdbcClient.create(infraPool));
    }

    private static JdbcClient client(RoleDataSource source) {
        JdbcTemplate template = new JdbcTemplate(source);
        template.setExceptionTranslator(LockTimeoutException.translator());
        return JdbcClient.create(template);
    }
}
