package io.storelane.order.web;

import io.storelane.problem.Fault;
import io.storelane.problem.FaultsException;
import io.storelane.web.Forms;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.function.UnaryOperator;
import org.springframework.beans.NotReadablePropertyException;
import org.springframework.validation.BindingResult;

/** Puts what is wrong with a command at the fields of the form that it came from. */
final class Faults {

    private Faults() {}

    /** As {@link Forms#submit}, for work that finds many faults at once. */
    static boolean submit(
            BindingResult form, HttpServletResponse response, UnaryOperator<String> fieldOf, Runnable work) {
        try {
            return Forms.submit(form, response, work);
        } catch (FaultsException e) {
            reject(form, e.faults(), fieldOf);
            response.setStatus(422);
            return false;
        }
    }

    static boolean submit(BindingResult form, HttpServletResponse response, Runnable work) {
        return submit(form, response, path -> path.substring(1), work);
    }

    /** @param fieldOf name of the field for the place in the command */
    static void reject(BindingResult form, List<Fault> faults, UnaryOperator<String> fieldOf) {
        for (Fault fault : faults) {
            String field = fault.path().isEmpty() ? "" : fieldOf.apply(fault.path());
            Object[] args = fault.args().toArray();
            try {
                if (field.isEmpty()) {
                    form.reject(fault.code().messageKey(), args, null);
                } else {
                    form.rejectValue(field, fault.code().messageKey(), args, null);
                }
            } catch (NotReadablePropertyException _) {
                form.reject(fault.code().messageKey(), args, null);
            }
        }
    }
}
