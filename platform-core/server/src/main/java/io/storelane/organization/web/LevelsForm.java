package io.storelane.organization.web;

import io.storelane.organization.LevelName;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.BindingResult;

/** The levels of the tree, the top one first; rows left empty at the end are no levels. */
record LevelsForm(@Valid List<Row> levels) {

    static final int MOST = 8;

    record Row(@Size(max = 50) String zh, @Size(max = 50) String en) {

        Row {
            zh = Views.orEmpty(zh);
            en = Views.orEmpty(en);
        }

        boolean empty() {
            return zh.isEmpty() && en.isEmpty();
        }
    }

    LevelsForm(@Nullable List<Row> levels) {
        List<Row> rows = new ArrayList<>(levels == null ? List.of() : levels);
        while (rows.size() < MOST) {
            rows.add(new Row("", ""));
        }
        this.levels = List.copyOf(rows.subList(0, MOST));
    }

    static LevelsForm of(List<LevelName> names) {
        return new LevelsForm(
                names.stream().map(n -> new Row(n.nameZh(), n.nameEn())).toList());
    }

    /** Each level has both names, and there is one at least. */
    void check(BindingResult result) {
        int used = used();
        for (int i = 0; i < Math.max(1, used); i++) {
            if (levels.get(i).zh().isEmpty()) {
                result.rejectValue("levels[" + i + "].zh", "levels.incomplete");
            }
            if (levels.get(i).en().isEmpty()) {
                result.rejectValue("levels[" + i + "].en", "levels.incomplete");
            }
        }
    }

    List<LevelName> names() {
        List<LevelName> names = new ArrayList<>();
        for (int i = 0; i < used(); i++) {
            names.add(new LevelName(i, levels.get(i).zh(), levels.get(i).en()));
        }
        return names;
    }

    private int used() {
        int used = MOST;
        while (used > 0 && levels.get(used - 1).empty()) {
            used--;
        }
        return used;
    }
}
