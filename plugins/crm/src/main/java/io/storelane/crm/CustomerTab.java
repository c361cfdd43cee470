package io.storelane.crm;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.CustomerPanel;
import io.storelane.plugin.api.Fact;
import java.text.NumberFormat;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.pf4j.Extension;
import org.springframework.transaction.annotation.Transactional;

/** What stands on the server's own page of a customer, with the way to the whole. */
@Extension
public class CustomerTab implements CustomerPanel {

    private static final int MOST_TASKS = 5;
    private static final int LONGEST = 300;

    private final Profiles profiles;
    private final Timeline timeline;
    private final Tasks tasks;

    public CustomerTab(Profiles profiles, Timeline timeline, Tasks tasks) {
        this.profiles = profiles;
        this.timeline = timeline;
        this.tasks = tasks;
    }

    @Override
    public String titleKey() {
        return "crm.tab";
    }

    @Override
    public String permission() {
        return "crm.view";
    }

    @Override
    @Transactional(readOnly = true)
    public List<Fact> facts(CallContext context, UUID customer) {
        Profiles.Whole profile = profiles.find(customer).orElse(null);
        if (profile == null) { // its event has not come yet
            return List.of();
        }
        NumberFormat number = NumberFormat.getIntegerInstance(context.locale());
        DateTimeFormatter day = DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(context.locale())
                .withZone(context.zone());
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.of("crm.orders", number.format(profile.orders())).at("/customers/" + customer));
        facts.add(Fact.of("crm.tags", profile.tags().isEmpty() ? "–" : String.join(", ", profile.tags()))
                .at("/customers/" + customer + "/tags"));
        tasks.ofCustomer(customer).stream()
                .filter(Tasks.Task::open)
                .limit(MOST_TASKS)
                .forEach(task -> facts.add(Fact.of("crm.tab.task", day.format(task.due()) + " · " + task.title())
                        .at("/tasks/" + task.id())));
        timeline.lastNote(customer)
                .ifPresent(note -> facts.add(Fact.of(
                                "crm.tab.note",
                                day.format(note.at()) + " · " + note.authorName() + ": "
                                        + note.text()
                                                .substring(
                                                        0,
                                                        Math.min(
                                                                LONGEST,
                                                                note.text().length())))
                        .at("/customers/" + customer)));
        return facts;
    }
}
