# shellcheck shell=bash
# Shared by the scripts beside it, which source it: finds the tools, builds the library when it changed, runs Java.
# Bash 3.2 (macOS) is enough.
#
#   MATRYOSHKA_BACKEND     cpu (default) or cuda; --backend overrides it
#   MATRYOSHKA_CLASSIFIER  another nd4j-native build than the one chosen for this processor
#   MATRYOSHKA_JAVA_OPTS   more JVM flags, such as -Xmx8g; they override the ones here

set -euo pipefail

ENVIRONMENT=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(dirname "$ENVIRONMENT")
VENV=$ENVIRONMENT/.venv
JAVA_NEEDED=25
BACKEND=${MATRYOSHKA_BACKEND:-cpu}
ARGS=()

# Java reads file names as the locale says: in one without UTF-8 (a bare container's), texts and names would break.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    *[Uu][Tt][Ff]-8* | *[Uu][Tt][Ff]8*) ;;
    *) export LC_ALL=C.UTF-8 ;;
esac

say() { printf '%s\n' "matryoshka: $*" >&2; }
fail() { say "$@"; exit 1; }
usage_error() { say "$@"; exit 2; }

# --- arguments ---------------------------------------------------------------------------------------------------

# Takes --backend out of the arguments, wherever it stands; the rest is left in ARGS.
read_arguments() {
    while [ $# -gt 0 ]; do
        case $1 in
            --backend)
                [ $# -ge 2 ] || usage_error "--backend needs a value: cpu or cuda"
                BACKEND=$2
                shift
                ;;
            --backend=*) BACKEND=${1#--backend=} ;;
            *) ARGS+=("$1") ;;
        esac
        shift
    done
    case $BACKEND in
        cpu) ;;
        cuda) need_gpu ;;
        *) usage_error "unknown backend '$BACKEND': choose cpu or cuda" ;;
    esac
}

# Before anything is downloaded: the CUDA packages are 2.4 GB.
need_gpu() {
    [ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] ||
        fail "--backend cuda needs Linux on x86-64 (this is $(uname -s) on $(uname -m)): use --backend cpu"
    has_gpu || fail "--backend cuda needs an NVIDIA GPU with its driver, and none was found here: use --backend cpu"
}

has_gpu() {
    [ -n "$(ls /proc/driver/nvidia/gpus 2>/dev/null)" ] || nvidia-smi -L 2>/dev/null | grep -q '^GPU'
}

# shellcheck source=find-jdk.sh
. "$ENVIRONMENT/find-jdk.sh"

# --- other tools -------------------------------------------------------------------------------------------------

can_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

apt_install() {
    say "installing $* with apt-get, once"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y "$@"; } >/dev/null ||
        fail "apt-get could not install $*: see its message above"
}

need_maven() {
    command -v mvn >/dev/null && return
    can_apt || fail "Maven (mvn) not found: install your system's package 'maven', or from https://maven.apache.org"
    apt_install maven
}

need_python() {
    python3 -c 'import ensurepip, venv, sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null && return
    can_apt || fail "notebooks need Python 3.10 or newer with venv: install 'python3' and 'python3-venv' of your system"
    apt_install python3 python3-venv
}

# --- building ----------------------------------------------------------------------------------------------------

# Makes LIBRARY, the run-time class path of what lib/src/main holds now. Builds are kept by the hash of their sources:
# a checkout or a copy rebuilds nothing, an edit always does, and running programs keep the classes they started with.
build_library() {
    find_jdk
    local run classpath
    run=$ROOT/lib/target/run/$(library_key)
    classpath=$run/classpath-$BACKEND-$(nd4j_classifier).txt
    if ! is_built "$run" "$classpath"; then
        lock_build
        is_built "$run" "$classpath" || build "$run" "$classpath"
        unlock_build
    fi
    LIBRARY=$run/classes:$(cat "$classpath")
}

library_key() {
    (cd "$ROOT" && library_sources | LC_ALL=C sort | tr '\n' '\0' | xargs -0 "${SHA256[@]}") |
        "${SHA256[@]}" | cut -c 1-16
}

library_sources() {
    find pom.xml lib/pom.xml .mvn lib/src/main datasets -path datasets/cache -prune -o -type f -print
}

SHA256=(sha256sum)
command -v sha256sum >/dev/null || SHA256=(shasum -a 256)

# Built, and nothing of the class path has since been deleted.
is_built() {
    local jar
    [ -d "$1/classes" ] && [ -f "$2" ] || return 1
    while IFS= read -r jar; do [ -f "$jar" ] || return 1; done < <(tr ':' '\n' <"$2")
}

build() {
    local run=$1 classpath=$2
    need_maven
    if [ -d "$ROOT/lib/target/run" ]; then
        say "building the library again: its sources or the backend changed"
    else
        say "building the library, once (on a new machine this downloads $(download_size) of packages)"
    fi
    rm -rf "$ROOT/lib/target/classes" "$ROOT/lib/target/maven-status"
    maven_with_classpath process-classes runtime "$ROOT/lib/target/classpath.txt"
    mkdir -p "$run"
    if [ ! -d "$run/classes" ]; then
        rm -rf "$run/classes.new"
        cp -R "$ROOT/lib/target/classes" "$run/classes.new"
        mv "$run/classes.new" "$run/classes"
    fi
    cp "$ROOT/lib/target/classpath.txt" "$classpath.new"
    mv "$classpath.new" "$classpath"
    find "$ROOT/lib/target/run" -mindepth 1 -maxdepth 1 -type d ! -path "$run" -mtime +1 -exec rm -rf {} +
}

# After build_library: adds the benchmarks among lib's tests to LIBRARY. Maven compiles again what changed.
build_benchmarks() {
    local classpath=$ROOT/lib/target/classpath-test.txt
    need_maven
    lock_build
    say "compiling the benchmarks"
    maven_with_classpath test-compile test "$classpath"
    unlock_build
    LIBRARY=$ROOT/lib/target/test-classes:${LIBRARY%%:*}:$(cat "$classpath")
}

# maven_with_classpath PHASE SCOPE FILE: runs Maven up to the phase and writes the class path of the scope's packages.
maven_with_classpath() {
    local log=$ROOT/.cache/build.log
    maven -q -pl lib "$1" dependency:build-classpath -DincludeScope="$2" -Dmdep.outputFile="$3" >"$log" 2>&1 || {
        cat "$log" >&2
        fail "the library did not build: see Maven's message above"
    }
}

download_size() { if [ "$BACKEND" = cuda ]; then echo "about 2.7 GB"; else echo "about 300 MB"; fi; }

# Maven with the options of the backend, always from the root, where .mvn/ lies.
maven() {
    local options=(-B) classifier
    classifier=$(nd4j_classifier)
    [ -z "$classifier" ] || options+=("-Dnd4j.classifier=$classifier")
    [ "$BACKEND" != cuda ] || options+=(-Dmatryoshka.cuda)
    (cd "$ROOT" && mvn "${options[@]}" "$@")
}

# The nd4j-native build for this processor; empty leaves the choice to the profile in lib/pom.xml.
nd4j_classifier() {
    if [ -n "${MATRYOSHKA_CLASSIFIER:-}" ]; then
        printf '%s\n' "$MATRYOSHKA_CLASSIFIER"
    elif [ "$(uname -s)-$(uname -m)" = Linux-x86_64 ]; then
        if grep -qw avx2 /proc/cpuinfo; then echo linux-x86_64-avx2; else echo linux-x86_64; fi
    fi
}

# One build at a time: two first runs must not write into the same folder. With flock the kernel lets go of the lock
# of a killed script; without it (macOS) the folder names the process that holds it.
lock_build() {
    mkdir -p "$ROOT/.cache"
    if command -v flock >/dev/null; then
        exec 9>"$ROOT/.cache/build.lock"
        flock -n 9 || { say "waiting for another build to end"; flock 9; }
        return
    fi
    local lock=$ROOT/.cache/build.lock.d
    until mkdir "$lock" 2>/dev/null; do
        kill -0 "$(cat "$lock/pid" 2>/dev/null || echo $$)" 2>/dev/null || rm -rf "$lock"
        sleep 1
    done
    echo $$ >"$lock/pid"
    trap 'rm -rf "$ROOT/.cache/build.lock.d"' EXIT
}

unlock_build() {
    if command -v flock >/dev/null; then
        exec 9>&-
    else
        rm -rf "$ROOT/.cache/build.lock.d"
        trap - EXIT
    fi
}

# --- running -----------------------------------------------------------------------------------------------------

# JVM_FLAGS: the shared flags, and a heap of half the memory up to 2.5 GB. ND4J's arrays live outside the heap; what
# bounds them is JavaCPP's limit on the whole process, by default four heaps: more than many machines have.
jvm_flags() {
    local memory heap commit more
    memory=$(memory_megabytes)
    heap=$((memory / 2 < 2560 ? memory / 2 : 2560))
    JVM_FLAGS=("@$ENVIRONMENT/jvm.args" "-Xmx${heap}m"
        "-Dorg.bytedeco.javacpp.maxbytes=$((memory * 3 / 4))m"
        "-Dorg.bytedeco.javacpp.maxphysicalbytes=$((memory * 3 / 4))m")
    commit=$(source_commit)
    [ -z "$commit" ] || JVM_FLAGS+=("-Dmatryoshka.commit=$commit")
    read -r -a more <<<"${MATRYOSHKA_JAVA_OPTS:-}"
    JVM_FLAGS+=(${more[@]+"${more[@]}"})
    # OpenMP's threads sleep between operations instead of spinning; DJL sends no usage statistics
    export OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-passive} OPT_OUT_TRACKING=true
}

# For the records of runs: the commit of the sources, with a + where they differ from it; empty without git.
source_commit() {
    local commit
    commit=$(git -C "$ROOT" rev-parse --short=12 HEAD 2>/dev/null) || return 0
    [ -z "$(git -C "$ROOT" status --porcelain -- pom.xml lib/pom.xml lib/src/main 2>/dev/null)" ] || commit+=+
    printf '%s\n' "$commit"
}

# The machine's memory, or the container's limit where that is lower.
memory_megabytes() {
    if [ "$(uname -s)" = Darwin ]; then
        echo $(($(sysctl -n hw.memsize) / 1048576))
        return
    fi
    local total limit
    total=$(awk '/^MemTotal:/ { print int($2 / 1024) }' /proc/meminfo)
    limit=$(cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null | head -n 1)
    case $limit in
        '' | *[!0-9]*) ;;
        *) [ ${#limit} -gt 15 ] || [ $((limit / 1048576)) -ge "$total" ] || total=$((limit / 1048576)) ;;
    esac
    echo "$total"
}

# Becomes Java, with the library on the class path: run_java MAIN-CLASS ARGUMENTS…
run_java() {
    jvm_flags
    exec "$JAVA_HOME/bin/java" "${JVM_FLAGS[@]}" -cp "$LIBRARY" "$@" 2> >(without_incubator_notice >&2)
}

# Java has no flag against its first line on stderr; everything after that line passes untouched.
without_incubator_notice() {
    trap '' INT TERM HUP
    local line ended=no
    IFS= read -r line && ended=yes
    case $line in
        "WARNING: Using incubator modules: jdk.incubator.vector") ;;
        *) printf '%s' "$line"; [ $ended = no ] || echo ;;
    esac
    exec cat
}

# --- notebooks ---------------------------------------------------------------------------------------------------

# environment/.venv with the pinned packages, made anew when requirements.txt changed or the interpreter is gone.
need_notebooks() {
    local wanted
    wanted=$("${SHA256[@]}" <"$ENVIRONMENT/requirements.txt")
    if [ "$(cat "$VENV/installed" 2>/dev/null)" != "$wanted" ] || ! "$VENV/bin/python" -c '' 2>/dev/null; then
        need_python
        lock_build
        say "installing the notebook packages into environment/.venv, once"
        rm -rf "$VENV"
        python3 -m venv "$VENV"
        "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check -r "$ENVIRONMENT/requirements.txt" ||
            fail "the notebook packages could not be installed: see pip's message above"
        printf '%s\n' "$wanted" >"$VENV/installed"
        unlock_build
    fi
    jvm_flags
    "$VENV/bin/python" "$ENVIRONMENT/kernel/install.py" --library "$LIBRARY" -- "$JAVA_HOME/bin/java" "${JVM_FLAGS[@]}"
}
