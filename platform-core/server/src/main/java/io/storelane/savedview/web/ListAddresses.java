package io.storelane.savedview.web;

import io.storelane.problem.ProblemException;
import io.storelane.savedview.ListPage;
import io.storelane.savedview.SavedViewProblem;
import io.storelane.ui.Ui;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The lists that have own views, and their addresses. */
@Component
class ListAddresses {

    private final List<ListPage> lists;
    private final Ui ui;

    ListAddresses(List<ListPage> lists, Ui ui) {
        this.lists = lists;
        this.ui = ui;
    }

    /** @throws ProblemException if no list of this name has own views */
    ListPage list(String name) {
        return lists.stream()
                .filter(l -> l.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ProblemException(SavedViewProblem.NOT_FOUND));
    }

    /** The list that the request asks for. */
    Optional<ListPage> shown(HttpServletRequest request) {
        return lists.stream()
                .filter(l -> request.getRequestURI().equals(path(l)))
                .findFirst();
    }

    static String path(ListPage list) {
        return Visitor.path("/" + list.name());
    }

    /** What of the request's address says what the list shows, with its question mark; {@code ?} alone for all of it. */
    String query(ListPage list, HttpServletRequest request) {
        String address = "/";
        for (var parameter : list.defaults().entrySet()) {
            String value = request.getParameter(parameter.getKey());
            if (value != null && !value.isBlank() && !value.strip().equals(parameter.getValue())) {
                address = ui.with(address, parameter.getKey(), value.strip());
            }
        }
        return address.length() == 1 ? "?" : address.substring(1);
    }
}
