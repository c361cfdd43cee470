package io.storelane.problem;

/** One case of what can go wrong; each module has an enum of its own. Its text stands under {@link #messageKey()}. */
public interface ProblemCode {

    /** Name of the constant. */
    String name();

    Kind kind();

    /** Field of the form or document that is at fault; empty if none is. */
    default String field() {
        return "";
    }

    /** Key of the sentence for a program where what helps it differs from what helps a person. */
    default String programKey() {
        return messageKey();
    }

    /** Key of the sentence that says what is wrong and what to do: {@code problem.<enum>.<constant>}. */
    default String messageKey() {
        String module = getClass().isEnum()
                ? getClass().getSimpleName()
                : getClass().getSuperclass().getSimpleName();
        return "problem." + module.replace("Problem", "").toLowerCase(java.util.Locale.ROOT) + "." + name();
    }
}
