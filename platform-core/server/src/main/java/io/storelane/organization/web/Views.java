package io.storelane.organization.web;

import io.storelane.organization.Departments;
import io.storelane.problem.ProblemCode;
import io.storelane.problem.ProblemException;
import io.storelane.ui.Option;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Small things that the pages of this module share. */
final class Views {

    private Views() {}

    /** The form as a page of its own, or for the drawer if a part of a page is asked for. */
    static String form(HttpServletRequest request, String view) {
        return "true".equals(request.getHeader("HX-Request")) ? view + "-drawer" : view;
    }

    /** @throws ProblemException with this code if the text is no id: then it names nothing */
    static UUID id(String text, ProblemCode missing) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            throw new ProblemException(missing);
        }
    }

    static List<Option> options(List<Departments.Department> departments) {
        return departments.stream()
                .map(d -> new Option(d.id().toString(), d.name()))
                .toList();
    }

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
