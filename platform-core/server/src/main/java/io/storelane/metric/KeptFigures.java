package io.storelane.metric;

/** Sums that are kept beside the rows that they are made of, and can be made anew from them. */
public interface KeptFigures {

    /** False while they are counted anew: they are too small then. */
    boolean isComplete();

    /** Counts the workspace of the scope anew; returns at once. */
    void countAnew();
}
