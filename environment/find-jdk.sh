# shellcheck shell=bash
# Finds a JDK that is new enough; sourced by common.sh.

# Sets JAVA_HOME to the first JDK that is new enough; asks each one's release file, starts none.
find_jdk() {
    local home version seen=""
    while IFS= read -r home; do
        if [ ! -x "$home/bin/javac" ] || [ ! -f "$home/release" ]; then continue; fi
        version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
        if [ "${version:-0}" -ge "$JAVA_NEEDED" ]; then
            export JAVA_HOME=$home
            return
        fi
        case "$seen, " in *" in $home, "*) ;; *) seen="$seen${seen:+, }${version:-?} in $home" ;; esac
    done < <(jdk_candidates)
    fail "no JDK $JAVA_NEEDED or newer found (found: ${seen:-none}).
  Get Temurin $JAVA_NEEDED from https://adoptium.net, or by 'sdk install java $JAVA_NEEDED-tem' (SDKMAN) or
  'brew install --cask temurin@$JAVA_NEEDED' (macOS); then run this again, with JAVA_HOME set to it."
}

jdk_candidates() {
    [ -z "${JAVA_HOME:-}" ] || printf '%s\n' "$JAVA_HOME"
    local java
    if java=$(command -v java); then dirname "$(dirname "$(resolve "$java")")"; fi
    [ ! -x /usr/libexec/java_home ] || /usr/libexec/java_home -v "$JAVA_NEEDED+" 2>/dev/null || true
    printf '%s\n' /usr/lib/jvm/* /usr/java/* /usr/local/openjdk-* /opt/* /opt/java/* /opt/jdk*/* \
        "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* \
        "$HOME"/.local/share/mise/installs/java/* {,"$HOME"}/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /{opt/homebrew,usr/local,home/linuxbrew/.linuxbrew}/opt/openjdk*{,/libexec/openjdk.jdk/Contents/Home}
}

# The file behind a chain of symbolic links (macOS has had no readlink -f for long).
resolve() {
    local path=$1 target
    while [ -L "$path" ]; do
        target=$(readlink "$path")
        case $target in
            /*) path=$target ;;
            *) path=$(dirname "$path")/$target ;;
        esac
    done
    printf '%s\n' "$path"
}
