package org.example.loyalty;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.SettingsForm;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

@Extension
public class LoyaltySettings implements SettingsForm {

    @Override
    public List<Field> fields() {
        return List.of(
                new Field("rate", Kind.NUMBER, "settings.rate", true),
                new Field("key", Kind.SECRET, "settings.key", false),
                new Field("push", Kind.URL, "settings.push", false),
                new Field("welcome", Kind.SWITCH, "settings.welcome", false));
    }

    @Override
    public Map<String, String> check(CallContext context, Map<String, String> values) {
        if (values.get("rate").equals("13")) {
            return Map.of("luck", "settings.rate.unlucky"); // no field of this form has that name
        }
        return Long.parseLong(values.get("rate")) > 100 ? Map.of("rate", "settings.rate.high") : Map.of();
    }
}
