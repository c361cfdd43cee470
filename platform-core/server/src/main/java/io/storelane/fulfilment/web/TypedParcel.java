package io.storelane.fulfilment.web;

import io.storelane.fulfilment.FulfilmentProblem;
import io.storelane.fulfilment.FulfilmentView;
import io.storelane.fulfilment.NewParcel;
import io.storelane.problem.FieldErrors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A parcel as people type it: {@code carrier}, {@code tracking}, and the units of each line under its id. */
final class TypedParcel {

    private TypedParcel() {}

    /**
     * A form without units means all that are left.
     *
     * @throws io.storelane.problem.ProblemException if it names units, and of none there is one
     */
    static NewParcel of(FulfilmentView one, Map<String, String> params) {
        Map<UUID, Long> units = units(one, params);
        if (units.isEmpty()
                && one.lines().stream()
                        .anyMatch(l -> params.containsKey(l.lineId().toString()))) {
            new FieldErrors()
                    .add("/parcels/0/lines", FulfilmentProblem.NO_UNITS)
                    .throwIfAny();
        }
        return new NewParcel(params.getOrDefault("carrier", ""), params.getOrDefault("tracking", ""), units);
    }

    /** What is no number is more than there is, and said so; an empty field is none. */
    static Map<UUID, Long> units(FulfilmentView one, Map<String, String> params) {
        Map<UUID, Long> units = new LinkedHashMap<>();
        for (FulfilmentView.Line line : one.lines()) {
            String typed = params.getOrDefault(line.lineId().toString(), "").strip();
            if (!typed.isEmpty() && !typed.equals("0")) {
                units.put(line.lineId(), typed.matches("\\d{1,10}") ? Long.parseLong(typed) : -1);
            }
        }
        return units;
    }
}
