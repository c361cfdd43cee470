package io.storelane.web;

import io.storelane.problem.Fault;
import io.storelane.problem.FaultsException;
import io.storelane.problem.Kind;
import io.storelane.problem.ProblemException;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.validation.BindingResult;

/** What all form pages do with the answer of a door. */
public final class Forms {

    private static final Set<Kind> SHOWN = Set.of(Kind.INVALID, Kind.CONFLICT, Kind.TOO_LARGE, Kind.TOO_MANY);

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
                if (!SHOWN.contains(e.code().kind()) && e.code().field().isEmpty()) {
                    throw e;
                }
                reject(form, e);
            } catch (FaultsException e) {
                e.faults().forEach(fault -> reject(form, fault));
            }
        }
        response.setStatus(422);
        return false;
    }

    /** A fault becomes an error of the field that its place names: {@code /lines/0/sku} is {@code lines[0].sku}. */
    private static void reject(BindingResult form, Fault fault) {
        String field =
                fault.path().replaceAll("/(\\d+)", "[$1]").replace('/', '.').replaceFirst("^\\.", "");
        Object target = form.getTarget();
        if (!field.isEmpty() && target != null && new BeanWrapperImpl(target).isReadableProperty(field)) {
            form.rejectValue(field, fault.code().messageKey(), fault.args().toArray(), null);
        } else {
            form.reject(fault.code().messageKey(), fault.args().toArray(), null);
        }
    }

    private static void reject(BindingResult form, ProblemException e) {
        String field = e.code().field();
        Object target = form.getTarget();
        boolean known = !field.isEmpty()
                && target != null
                && java.util.Arrays.stream(
                                target.getClass().getRecordComponents() == null
                                        ? new java.lang.reflect.RecordComponent[0]
                                        : target.getClass().getRecordComponents())
                        .anyMatch(c -> c.getName().equals(field));
        if (known) {
            form.rejectValue(field, e.code().messageKey(), e.args(), null);
        } else {
            form.reject(e.code().messageKey(), e.args(), null);
        }
    }
}
