# Sourced by ./run and ./test: finds a JDK 25 and exports JAVA_HOME; checks for Maven and Git.

is_jdk_25() {
    [ -x "$1/bin/javac" ] && grep -q '^JAVA_VERSION="25' "$1/release" 2>/dev/null
}

find_jdk() {
    local candidate
    for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/* /opt/java/* \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if [ -n "$candidate" ] && is_jdk_25 "$candidate"; then
            JAVA_HOME=$candidate
            export JAVA_HOME
            export PATH="$JAVA_HOME/bin:$PATH"
            return 0
        fi
    done
    echo "Storelane needs a JDK 25 and found none: install one (for example Temurin 25), or set JAVA_HOME to it." >&2
    return 1
}

find_tools() {
    local tool
    find_jdk || return 1
    for tool in mvn git; do
        if ! command -v "$tool" >/dev/null 2>&1; then
            echo "Storelane needs $tool on the PATH: install it with your package manager, then try again." >&2
            return 1
        fi
    done
}
