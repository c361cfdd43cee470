package io.storelane.order.web;

import io.storelane.problem.Fault;
import io.storelane.problem.ProblemException;
import io.storelane.web.Forms;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.function.UnaryOperator;
import org.springframework.beans.NotReadablePropertyException;
import org.springframework.validation.BindingResult;

/** Puts what is wrong with a command at the fields of a form that names them in another way. */
final class Faults {

    private Faults() {}

    /**
     * As {@link Forms#submit}.
     *
     * @param fieldOf name of the form's field for a place in the command; empty for none
     */
    static boolean submit(
            BindingResult form, HttpServletResponse response, UnaryOperator<String> fieldOf, Runnable work) {
        List<Fault> faults = new java.util.ArrayList<>();
        boolean done = Forms.submit(form, response, () -> {
            try {
                work.run();
            } catch (ProblemException e) {
                if (e.faults().isEmpty()) {
                    throw e;
                }
                faults.addAll(e.faults());
            }
        });
        reject(form, faults, fieldOf);
        if (!faults.isEmpty()) {
            response.setStatus(422);
        }
        return done && faults.isEmpty();
    }

    static void reject(BindingResult form, List<Fault> faults, UnaryOperator<String> fieldOf) {
        for (Fault fault : faults) {
            String field = fieldOf.apply(fault.path());
            Object[] args = fault.args().toArray();
            try {
                if (!field.isEmpty()) {
                    form.rejectValue(field, fault.code().messageKey(), args, null);
                    continue;
                }
            } catch (NotReadablePropertyException _) {
                // no such field: the fault is said of the form as a whole
            }
            form.reject(fault.code().messageKey(), args, null);
        }
    }
}
