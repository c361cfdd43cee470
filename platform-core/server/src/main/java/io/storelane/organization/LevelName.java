package io.storelane.organization;

/** What a level of the tree is called; depth 0 is the top. */
public record LevelName(int depth, String nameZh, String nameEn) {

    public String in(java.util.Locale locale) {
        return locale.getLanguage().equals("zh") ? nameZh : nameEn;
    }
}
