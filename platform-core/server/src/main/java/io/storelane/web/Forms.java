package io.storelane.web;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;
import io.storelane.problem.ProblemException;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.validation.BindingResult;

/** What all form pages do with the answer of a door. */
public final class Forms {

    private static final Set<Kind> SHOWN =
            Set.of(Kind.INVALID, Kind.CONFLICT, Kind.STALE, Kind.TOO_LARGE, Kind.TOO_MANY);

    private Forms() {}

    /**
     * Runs the work if the form is valid. What the work finds wrong becomes an error of the form, at its field if it names one;
     * a problem that no other input would solve goes on to the error page.
     *
     * @return true if all went well; false if the form must be shown again, the response is 422 then
     */
    public static boolean submit(BindingResult form, HttpServletResponse response, Runnable work) {
        if (!form.hasErrors()) {
            try {
                work.run();
                return true;
            } catch (ProblemException e) {
                if (!SHOWN.contains(e.code().kind())
                        && e.code().field().isEmpty()
                        && e.faults().isEmpty()) {
                    throw e;
                }
                reject(form, e);
            }
        }
        response.setStatus(422);
        return false;
    }

    private static void reject(BindingResult form, ProblemException e) {
        if (e.faults().isEmpty()) {
            reject(form, e.code().field(), e.code(), e.args());
        }
        e.faults()
                .forEach(fault ->
                        reject(form, fault.field(), fault.code(), fault.args().toArray()));
    }

    /** At its place, or at the field that its code names, or of the form as a whole: the first that there is. */
    private static void reject(BindingResult form, String place, ProblemCode code, Object[] args) {
        if (isField(form, place)) {
            form.rejectValue(place, code.messageKey(), args, null);
        } else if (isField(form, code.field())) {
            form.rejectValue(code.field(), code.messageKey(), args, null);
        } else {
            form.reject(code.messageKey(), args, null);
        }
    }

    private static boolean isField(BindingResult form, String field) {
        Object target = form.getTarget();
        return !field.isEmpty() && target != null && new BeanWrapperImpl(target).isReadableProperty(field);
    }
}
