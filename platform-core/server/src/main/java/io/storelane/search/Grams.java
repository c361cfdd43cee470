package io.storelane.search;

import io.storelane.tenancy.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * The hashes by which a text is found: of each run of one and of two characters without a space, together with tenant and kind.
 * They are those of {@code core.search_grams}, whose {@code hashtextextended} is the hash "lookup3" of Bob Jenkins
 * (burtleburtle.net/bob/c/lookup3.c, public domain) with another beginning; worked out here, they cost the database nothing.
 */
final class Grams {

    private static final int BEGINNING = 0x9e3779b9 + 3_923_095;

    private final String prefix;

    Grams(TenantId tenant, SearchKind kind) {
        this.prefix = tenant.value() + kind.code();
    }

    /** @param content in the form that is stored; no hash twice */
    Set<Long> of(String content) {
        Set<String> runs = new HashSet<>();
        int before = ' ';
        int start = 0;
        for (int i = 0; i < content.length(); i += Character.charCount(content.codePointAt(i))) {
            int c = content.codePointAt(i);
            int end = i + Character.charCount(c);
            if (c != ' ') {
                runs.add(content.substring(i, end));
                if (before != ' ') {
                    runs.add(content.substring(start, end));
                }
            }
            before = c;
            start = i;
        }
        Set<Long> hashes = HashSet.newHashSet(runs.size());
        runs.forEach(run -> hashes.add(hash((prefix + run).getBytes(StandardCharsets.UTF_8))));
        return hashes;
    }

    /** What PostgreSQL's {@code hashtextextended(text, 0)} says of a text in UTF-8. */
    static long hash(byte[] text) {
        int a = BEGINNING + text.length;
        int b = a;
        int c = a;
        int at = 0;
        for (; text.length - at >= 12; at += 12) {
            a += word(text, at, 4, 0);
            b += word(text, at + 4, 4, 0);
            c += word(text, at + 8, 4, 0);
            a = (a - c) ^ Integer.rotateLeft(c, 4);
            c += b;
            b = (b - a) ^ Integer.rotateLeft(a, 6);
            a += c;
            c = (c - b) ^ Integer.rotateLeft(b, 8);
            b += a;
            a = (a - c) ^ Integer.rotateLeft(c, 16);
            c += b;
            b = (b - a) ^ Integer.rotateLeft(a, 19);
            a += c;
            c = (c - b) ^ Integer.rotateLeft(b, 4);
            b += a;
        }
        int left = text.length - at;
        a += word(text, at, Math.min(left, 4), 0);
        b += word(text, at + 4, Math.min(left - 4, 4), 0);
        c += word(text, at + 8, left - 8, 8); // the lowest byte is that of the length
        c = (c ^ b) - Integer.rotateLeft(b, 14);
        a = (a ^ c) - Integer.rotateLeft(c, 11);
        b = (b ^ a) - Integer.rotateLeft(a, 25);
        c = (c ^ b) - Integer.rotateLeft(b, 16);
        a = (a ^ c) - Integer.rotateLeft(c, 4);
        b = (b ^ a) - Integer.rotateLeft(a, 14);
        c = (c ^ b) - Integer.rotateLeft(b, 24);
        return ((long) b << 32) | (c & 0xffff_ffffL);
    }

    /** These bytes, the first one lowest. */
    private static int word(byte[] text, int from, int count, int shift) {
        int word = 0;
        for (int i = 0; i < count; i++) {
            word |= (text[from + i] & 0xff) << (shift + 8 * i);
        }
        return word;
    }
}
