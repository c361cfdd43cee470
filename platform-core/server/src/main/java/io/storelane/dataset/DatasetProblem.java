package io.storelane.dataset;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can go wrong with a file that is imported, and with a row of it. */
public enum DatasetProblem implements ProblemCode {
    NOT_FOUND(Kind.MISSING, ""),
    KIND_UNKNOWN(Kind.MALFORMED, "kind"),
    NO_FILE(Kind.INVALID, "file"),
    /** More bytes than allowed. */
    FILE_TOO_LARGE(Kind.TOO_LARGE, "file"),
    TOO_MANY_ROWS(Kind.TOO_LARGE, "file"),
    TOO_MANY_COLUMNS(Kind.INVALID, "file"),
    NO_ROWS(Kind.INVALID, "file"),
    /** The sheet that would be read; others may have rows. */
    EMPTY_SHEET(Kind.INVALID, "file"),
    /** Neither text nor a workbook. */
    WRONG_TYPE(Kind.INVALID, "file"),
    /** A workbook of Excel 97 to 2003. */
    OLD_WORKBOOK(Kind.INVALID, "file"),
    /** A workbook behind a password. */
    LOCKED_WORKBOOK(Kind.INVALID, "file"),
    BROKEN_WORKBOOK(Kind.INVALID, "file"),
    /** What unpacks to far more than it is. */
    ZIP_BOMB(Kind.INVALID, "file"),
    MERGED_CELLS(Kind.INVALID, "file"),
    /** Not text in the encoding that was chosen. */
    WRONG_CHARSET(Kind.INVALID, "charset"),
    CHARSET_UNKNOWN(Kind.INVALID, "charset"),
    /** A quote that nothing ends, or that stands in the middle of a cell. */
    BAD_QUOTES(Kind.INVALID, "file"),
    /** The first row names no columns. */
    HEADER_MISSING(Kind.INVALID, "file"),
    HEADER_TWICE(Kind.INVALID, "file"),
    /** A field that each row needs has no column. */
    COLUMN_MISSING(Kind.INVALID, "mapping"),
    COLUMN_TWICE(Kind.INVALID, "mapping"),
    COLUMN_UNKNOWN(Kind.INVALID, "mapping"),
    FIELD_UNKNOWN(Kind.INVALID, "mapping"),
    OPTION_UNKNOWN(Kind.INVALID, "options"),
    CHANGED_MEANWHILE(Kind.STALE, ""),
    /** It was started already. */
    STARTED(Kind.CONFLICT, ""),
    /** It is started when it was looked at. */
    NOT_CHECKED(Kind.CONFLICT, ""),
    NOTHING_TO_WRITE(Kind.CONFLICT, ""),
    NOT_RUNNING(Kind.CONFLICT, ""),

    /** Of a row, as all that follow. */
    CELL_MISSING(Kind.INVALID, ""),
    CELL_TOO_LONG(Kind.INVALID, ""),
    NO_AMOUNT(Kind.INVALID, ""),
    TOO_MANY_DECIMALS(Kind.INVALID, ""),
    NO_WHOLE_NUMBER(Kind.INVALID, ""),
    OUT_OF_RANGE(Kind.INVALID, ""),
    NO_TIME(Kind.INVALID, ""),
    TIME_AMBIGUOUS(Kind.INVALID, ""),
    YES_OR_NO(Kind.INVALID, ""),
    /** What the row is about stands in an earlier one. */
    ROW_TWICE(Kind.INVALID, ""),
    /** Rows of one thing stand apart. */
    ROWS_APART(Kind.INVALID, ""),
    TOO_MANY_TOGETHER(Kind.INVALID, ""),
    /** A row below does not say whether it belongs to this. */
    ROW_UNNAMED(Kind.INVALID, ""),
    FORMULA_FAILED(Kind.INVALID, ""),
    FORMULA_TEXT(Kind.INVALID, ""),
    /** A long number that a spreadsheet program has rounded. */
    DIGITS_LOST(Kind.INVALID, ""),
    /** Another row of the same thing is wrong. */
    OTHER_ROW_WRONG(Kind.CONFLICT, ""),
    /** It failed for a reason that is not the person's. */
    ROW_FAILED(Kind.CONFLICT, ""),
    /** Beside an item of a job: a release before has begun it, and none does it any more. */
    FILE_AGAIN(Kind.CONFLICT, "");

    private final Kind kind;
    private final String field;

    DatasetProblem(Kind kind, String field) {
        this.kind = kind;
        this.field = field;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String field() {
        return field;
    }
}
