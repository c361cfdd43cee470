package io.storelane.plugin.api;

/** Which page of a list a program asks for: {@code ?after=} and {@code ?limit=}, 1 to 200. A parameter of a method of an {@link ApiController}. */
public interface ApiPaging {

    /** {@code next} of the page before, as it was given to {@link ApiPage}; whoever asks may have changed it. Empty on the first page. */
    String after();

    /** How many to answer at most; 50 if the program did not say. */
    int limit();
}
