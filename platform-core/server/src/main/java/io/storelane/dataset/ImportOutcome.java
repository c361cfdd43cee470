package io.storelane.dataset;

import java.util.List;

/**
 * What became of a row, or would.
 *
 * @param label how people recognise it
 * @param state {@code added}, {@code changed}, {@code unchanged} or {@code faulty}
 */
public record ImportOutcome(int row, String label, String state, List<ImportFinding> findings) {

    public ImportOutcome {
        findings = List.copyOf(findings);
    }

    public boolean faulty() {
        return state.equals("faulty");
    }
}
