package io.storelane.savedview.web;

import io.storelane.problem.ProblemException;
import io.storelane.savedview.ListPage;
import io.storelane.savedview.SavedViewProblem;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/** The lists that have own views, and their addresses. */
@Component
class ListAddresses {

    private final List<ListPage> lists;

    ListAddresses(List<ListPage> lists) {
        this.lists = lists;
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
        var query = UriComponentsBuilder.newInstance();
        Map<String, String> said = new HashMap<>();
        for (var parameter : list.defaults().entrySet()) {
            String value = request.getParameter(parameter.getKey());
            if (value != null && !value.isBlank() && !value.strip().equals(parameter.getValue())) {
                query.queryParam(parameter.getKey(), "{" + parameter.getKey() + "}");
                said.put(parameter.getKey(), value.strip());
            }
        }
        return said.isEmpty() ? "?" : query.encode().buildAndExpand(said).toUriString();
    }
}
