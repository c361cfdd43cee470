package io.storelane.crm;

import io.storelane.plugin.api.AuditTrail;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What is entered about one customer, all of it or nothing. */
@Service
@Transactional
class Answers {

    private final Attributes attributes;
    private final Profiles profiles;
    private final AuditTrail trail;

    Answers(Attributes attributes, Profiles profiles, AuditTrail trail) {
        this.attributes = attributes;
        this.profiles = profiles;
        this.trail = trail;
    }

    /** @param given found to be of its kind; an empty text removes the value */
    void enter(UUID customer, Map<Attributes.Attribute, String> given) {
        Profiles.Whole profile = profiles.find(customer).orElseThrow(ProfilePage::missing);
        given.forEach((attribute, typed) ->
                attributes.enter(customer, attribute, typed.isEmpty() ? null : Attributes.read(attribute, typed)));
        trail.record("attributes.entered", customer, profile.name(), Map.of("attributes", given.size()));
    }
}
