package org.example.loyalty.api;

/** What other plugins may call. */
public interface Points {

    void give(String name);
}
