package io.storelane.workspace.web;

import io.storelane.ui.Option;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What can be chosen for a workspace. */
final class Choices {

    private Choices() {}

    static List<Option> languages() {
        return List.of(new Option("zh-CN", "简体中文"), new Option("en", "English"));
    }

    static List<Option> zones() {
        Set<String> all = ZoneId.getAvailableZoneIds();
        List<Option> options = new ArrayList<>();
        options.add(new Option("Asia/Shanghai", "Asia/Shanghai"));
        options.add(new Option("UTC", "UTC"));
        all.stream()
                .filter(z -> z.matches("(Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.+"))
                .filter(z -> !z.equals("Asia/Shanghai") && !(ZoneId.of(z) instanceof ZoneOffset))
                .sorted()
                .forEach(z -> options.add(new Option(z, z)));
        return options;
    }

    static List<Option> countries(Locale locale) {
        List<Option> options = new ArrayList<>();
        options.add(new Option("", "—"));
        Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2).stream()
                .map(code -> new Option(code, Locale.of("", code).getDisplayCountry(locale)))
                .sorted(Comparator.comparing(Option::label, java.text.Collator.getInstance(locale)))
                .forEach(options::add);
        return options;
    }
}
