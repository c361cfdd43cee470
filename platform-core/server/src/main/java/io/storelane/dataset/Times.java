package io.storelane.dataset;

import io.storelane.problem.ProblemException;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Times as people and programs write them in tables, in English and Chinese. */
final class Times {

    private static final Pattern YEAR_FIRST =
            Pattern.compile("(\\d{4})\\s*[-/.年]\\s*(\\d{1,2})\\s*[-/.月]\\s*(\\d{1,2})\\s*日?(.*)");
    private static final Pattern DIGITS = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(?:(\\d{2})(\\d{2})(\\d{2})?)?");
    private static final Pattern YEAR_LAST = Pattern.compile("(\\d{1,2})[-/.](\\d{1,2})[-/.](\\d{4})(.*)");
    private static final Pattern DAY_MONTH =
            Pattern.compile("(\\d{1,2})(?:st|nd|rd|th)?[- ]+([a-z]{3,9})\\.?,?[- ]+(\\d{4})(.*)");
    private static final Pattern MONTH_DAY =
            Pattern.compile("([a-z]{3,9})\\.? +(\\d{1,2})(?:st|nd|rd|th)?,? +(\\d{4})(.*)");
    private static final Pattern CLOCK = Pattern.compile(
            "(?:t|,)?\\s*(上午|下午|am |pm )?\\s*(\\d{1,2})\\s*[:时点]\\s*(\\d{1,2})\\s*(?:[:分]\\s*(?:(\\d{1,2})(?:\\.\\d{1,9})?\\s*秒?)?)?\\s*(am|pm)?");

    private static final Map<String, Integer> MONTHS = Stream.of(Month.values())
            .collect(Collectors.toMap(m -> m.name().substring(0, 3).toLowerCase(Locale.ROOT), Month::getValue));

    private Times() {}

    /**
     * @param zone of a time that names none
     * @throws ProblemException if it is no time, or could be two
     */
    static Instant read(String cell, ZoneId zone) {
        String text = Normalizer.normalize(cell, Normalizer.Form.NFKC).strip();
        try {
            return whole(text)
                    .or(() -> local(text.toLowerCase(Locale.ROOT), zone))
                    .orElseThrow(() -> new ProblemException(DatasetProblem.NO_TIME));
        } catch (DateTimeException _) {
            throw new ProblemException(DatasetProblem.NO_TIME); // such as 31 February
        }
    }

    private static Optional<Instant> whole(String text) {
        if (!text.matches(".*\\d[T ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?\\s?(Z|[+-]\\d\\d:?\\d\\d)")) {
            return Optional.empty();
        }
        String iso = text.replaceFirst(" ", "T")
                .replaceFirst("\\s(?=Z|[+-]\\d\\d:?\\d\\d$)", "")
                .replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2");
        return Optional.of(OffsetDateTime.parse(iso, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                .toInstant());
    }

    private static Optional<Instant> local(String text, ZoneId zone) {
        Matcher m = YEAR_FIRST.matcher(text);
        if (m.matches()) {
            return at(m.group(1), number(m.group(2)), m.group(3), m.group(4), zone);
        }
        m = DIGITS.matcher(text);
        if (m.matches()) {
            String clock = m.group(4) == null
                    ? ""
                    : m.group(4) + ":" + m.group(5) + (m.group(6) == null ? "" : ":" + m.group(6));
            return at(m.group(1), number(m.group(2)), m.group(3), clock, zone);
        }
        m = YEAR_LAST.matcher(text);
        if (m.matches()) {
            int first = number(m.group(1));
            int second = number(m.group(2));
            if (first <= 12 && second <= 12 && first != second) {
                throw new ProblemException(DatasetProblem.TIME_AMBIGUOUS);
            }
            return first > 12
                    ? at(m.group(3), second, m.group(1), m.group(4), zone)
                    : at(m.group(3), first, m.group(2), m.group(4), zone);
        }
        m = DAY_MONTH.matcher(text);
        if (m.matches()) {
            return at(m.group(3), month(m.group(2)), m.group(1), m.group(4), zone);
        }
        m = MONTH_DAY.matcher(text);
        if (m.matches()) {
            return at(m.group(3), month(m.group(1)), m.group(2), m.group(4), zone);
        }
        return Optional.empty();
    }

    private static Optional<Instant> at(String year, int month, String day, String clock, ZoneId zone) {
        LocalDate date = LocalDate.of(number(year), month, number(day));
        if (clock.isBlank()) {
            return Optional.of(date.atStartOfDay(zone).toInstant());
        }
        Matcher m = CLOCK.matcher(clock.strip());
        if (!m.matches()) {
            return Optional.empty();
        }
        int hour = number(m.group(2));
        String before = m.group(1);
        String after = m.group(5);
        String half = (before == null ? "" : before.strip()) + (after == null ? "" : after);
        if (half.equals("下午") || half.equals("pm")) {
            hour = hour < 12 ? hour + 12 : hour;
        } else if (half.equals("am") || half.equals("上午")) {
            hour = hour == 12 ? 0 : hour;
        }
        String seconds = m.group(4);
        return Optional.of(date.atTime(LocalTime.of(hour, number(m.group(3)), seconds == null ? 0 : number(seconds)))
                .atZone(zone)
                .toInstant());
    }

    private static int month(String name) {
        Integer month = MONTHS.get(name.substring(0, 3));
        if (month == null) {
            throw new ProblemException(DatasetProblem.NO_TIME);
        }
        return month;
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }
}
