package io.storelane.identity;

import com.zaxxer.hikari.HikariDataSource;
import io.storelane.tenancy.Database;
import io.storelane.web.WebProperties;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.session.Session;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.transaction.support.TransactionTemplate;

/** Sessions as rows of schema {@code infra}: any server can answer any request, and a logout reaches all of them. */
@Configuration(proxyBeanMethods = false)
@EnableSpringHttpSession
class SessionConfiguration {

    @Bean
    JdbcIndexedSessionRepository sessionRows(HikariDataSource infraPool) {
        var repository = new JdbcIndexedSessionRepository(
                new JdbcTemplate(infraPool), new TransactionTemplate(new JdbcTransactionManager(infraPool)));
        repository.setTableName("infra.web_session");
        repository.setDefaultMaxInactiveInterval(Duration.ofHours(12));
        repository.setCleanupCron("-"); // expired rows are removed by the housekeeping task, once for all servers
        return repository;
    }

    @Bean
    @org.springframework.context.annotation.Primary
    ThrottledSessions<? extends Session> sessions(JdbcIndexedSessionRepository sessionRows) {
        return new ThrottledSessions<>(sessionRows);
    }

    @Bean
    CookieSerializer cookieSerializer(WebProperties web) {
        var cookie = new DefaultCookieSerializer();
        // the prefix makes browsers refuse the cookie from a sister domain; it works over https only
        cookie.setCookieName(web.secure() ? "__Host-session" : "session");
        cookie.setUseSecureCookie(web.secure());
        cookie.setUseHttpOnlyCookie(true);
        cookie.setCookiePath("/");
        cookie.setSameSite("Lax");
        return cookie;
    }

    @Bean
    OidcSessions oidcSessions(Database database, JdbcIndexedSessionRepository sessionRows) {
        return new OidcSessions(database, sessionRows);
    }
}
