package io.storelane.web;

/** What the bell of each page shows; the frame asks for it while it is drawn. */
public interface Bell {

    /** Above this number the bell says that there are more. */
    int MOST_SHOWN = 99;

    /** How many notifications the person has not read; one more than {@link #MOST_SHOWN} if there are more. */
    int unread();
}
