package io.storelane.crm;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.Fact;
import io.storelane.plugin.api.HomePanel;
import java.sql.Timestamp;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.pf4j.Extension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/** The card of the home page: what is due, who is new, and how many come back. */
@Extension
public class HomeCard implements HomePanel {

    private static final Duration WEEK = Duration.ofDays(7);

    private final JdbcClient db;
    private final Tasks tasks;

    public HomeCard(JdbcClient db, Tasks tasks) {
        this.db = db;
        this.tasks = tasks;
    }

    @Override
    public String titleKey() {
        return "crm.card";
    }

    @Override
    public String permission() {
        return "crm.view";
    }

    record Figures(long all, long recent, long buyers, long again) {}

    @Override
    @Transactional(readOnly = true)
    public List<Fact> facts(CallContext context) {
        LocalDate tomorrow =
                LocalDate.ofInstant(context.clock().instant(), context.zone()).plusDays(1);
        Figures figures = db.sql("""
                        select count(*) as "all", count(*) filter (where added_at >= :since) as recent,
                          count(*) filter (where orders > 0) as buyers, count(*) filter (where orders > 1) as again
                        from plugin_crm.profile""")
                .param("since", Timestamp.from(context.clock().instant().minus(WEEK)))
                .query(Figures.class)
                .single();
        if (figures.all() == 0) {
            return List.of();
        }
        NumberFormat number = NumberFormat.getIntegerInstance(context.locale());
        NumberFormat percent = NumberFormat.getPercentInstance(context.locale());
        return List.of(
                Fact.of("crm.card.due", number.format(tasks.count(new Tasks.Filter(true, null, null, tomorrow))))
                        .at("/tasks"),
                Fact.of("crm.card.new", number.format(figures.recent())).at("/customers"),
                Fact.of(
                        "crm.card.again",
                        figures.buyers() == 0 ? "–" : percent.format((double) figures.again() / figures.buyers())));
    }
}
