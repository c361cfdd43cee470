package io.storelane.crm;

import io.storelane.plugin.api.AuditTrail;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people write down about a customer. */
@Service
@Transactional
class Notes {

    static final String KIND = "note";

    private final Timeline timeline;
    private final Profiles profiles;
    private final People people;
    private final AuditTrail trail;
    private final Clock clock;

    Notes(Timeline timeline, Profiles profiles, People people, AuditTrail trail, Clock clock) {
        this.timeline = timeline;
        this.profiles = profiles;
        this.people = people;
        this.trail = trail;
        this.clock = clock;
    }

    void write(UUID customer, String text) {
        Profiles.Whole profile = profiles.find(customer).orElseThrow(ProfilePage::missing);
        UUID id = UUID.randomUUID();
        timeline.add(id, customer, KIND, text, clock.instant(), people.join().name());
        trail.record("note.written", customer, profile.name(), Map.of());
    }
}
