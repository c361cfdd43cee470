package io.storelane.workspace;

import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a workspace is called and how it counts and reads time.
 *
 * @param locale language of the workspace's own texts and of mails to people whose language is not known
 * @param currency ISO 4217 code
 * @param timeZone IANA zone id
 * @param country ISO 3166 code, may be empty
 */
public record WorkspaceSettings(
        String name,
        Locale locale,
        String currency,
        String timeZone,
        String country,
        String region,
        String city,
        String street,
        String postalCode,
        String phone) {

    public WorkspaceSettings {
        Currency.getInstance(currency);
        java.time.ZoneId.of(timeZone);
    }

    /** Settings of a new workspace. */
    static WorkspaceSettings initial(String name, Locale locale, String currency, String timeZone) {
        return new WorkspaceSettings(name, locale, currency, timeZone, "", "", "", "", "", "");
    }

    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", name);
        values.put("locale", locale.toLanguageTag());
        values.put("currency", currency);
        values.put("timeZone", timeZone);
        values.put("country", country);
        values.put("region", region);
        values.put("city", city);
        values.put("street", street);
        values.put("postalCode", postalCode);
        values.put("phone", phone);
        return values;
    }
}
