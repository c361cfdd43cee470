package io.storelane.savedview.web;

import io.storelane.access.Access;
import io.storelane.savedview.ListPage;
import io.storelane.savedview.SavedViews;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Puts the caller's own views into the model of each list that has some: the attribute {@code ownViews}. */
@ControllerAdvice
class SavedViewAdvice {

    private final SavedViews views;
    private final ListAddresses addresses;

    SavedViewAdvice(SavedViews views, ListAddresses addresses) {
        this.views = views;
        this.addresses = addresses;
    }

    /**
     * What a list shows of own views.
     *
     * @param path of the list
     * @param shown the view that the address is; null if it is none
     * @param narrowed whether the address says more than the list alone
     */
    record OwnViews(
            String path,
            List<SavedViews.View> views,
            String query,
            @Nullable UUID shown,
            boolean narrowed) {

        public String saveHref() {
            return path + "/views/new" + (narrowed ? query : "");
        }
    }

    @ModelAttribute
    void ownViews(HttpServletRequest request, Model model) {
        boolean page = Access.isBound() && Visitor.ifPresent().isPresent();
        if (page && !"POST".equals(request.getMethod())) {
            addresses.shown(request).ifPresent(list -> model.addAttribute("ownViews", of(list, request)));
        }
    }

    private OwnViews of(ListPage list, HttpServletRequest request) {
        List<SavedViews.View> saved = views.of(list.name());
        String query = addresses.query(list, request);
        return new OwnViews(
                ListAddresses.path(list),
                saved,
                query,
                saved.stream()
                        .filter(v -> v.query().equals(query))
                        .findFirst()
                        .map(SavedViews.View::id)
                        .orElse(null),
                query.length() > 1);
    }
}
