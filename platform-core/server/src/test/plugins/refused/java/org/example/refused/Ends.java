package org.example.refused;

public class Ends {

    public void end() {
        System.exit(1);
    }
}
