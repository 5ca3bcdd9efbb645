# Shared by the scripts in bin/ and bin/gates/: where things are, and how a missing tool is installed. Source it first.
# Every need_… function is quiet and quick when the tool is there, installs it when it can, and else says what to install.
set -euo pipefail

started_in=$PWD
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
[ -f "$HOME/.cargo/env" ] && . "$HOME/.cargo/env"

target=${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/bonport/target}
case $target in /*) ;; *) target=$started_in/$target ;; esac
export CARGO_TARGET_DIR=$target
tools=$target/tools
cd "$root"

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# The version of a package in Cargo.lock.
locked() { sed -n "/^name = \"$1\"\$/{n;s/^version = \"\(.*\)\"/\1/p;}" Cargo.lock; }

# Debian's packages, where we may install them; $1 says what for.
apt_install() {
  local what=$1; shift
  if have apt-get && [ "$(id -u)" = 0 ]; then
    say "installing $* ($what)"
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -y -q "$@" >"$target/apt.log" 2>&1 </dev/null ||
      { apt-get update -q && apt-get install -y -q "$@"; } >"$target/apt.log" 2>&1 </dev/null ||
      die "$what is missing, and apt-get install $* failed: see $target/apt.log"
  else
    die "$what is missing. Install it (on Debian: apt-get install $*) and run this again."
  fi
}

need_rust() {
  have cargo || die "Rust is missing. Install it from https://rustup.rs and run this again."
  have cc || die "A C compiler is missing. Install one (on Debian: apt-get install build-essential) and run this again."
  mkdir -p "$target"
  own_sources
}

# Cargo knows our own crates by their path inside the workspace and by their files' dates: what another clone built in the same
# folder since would pass for ours.
own_sources() {
  [ "$(cat "$target/built-from" 2>/dev/null)" != "$root" ] || return 0
  find app server frontend migrations style -type f -exec touch {} +
  printf '%s\n' "$root" >"$target/built-from"
}

need_wasm_target() {
  [ -d "$(rustc --print target-libdir --target wasm32-unknown-unknown)" ] && return
  have rustup || die "Rust's target wasm32-unknown-unknown is missing. Install it with your Rust toolchain and run this again."
  rustup target add wasm32-unknown-unknown
}

# Sets $lean and $lean_std, to put before and after cargo build for a small wasm: the standard library is built along, and a panic
# stops at once instead of composing its message (measured 2026-11-22: 30 KB of 528, compressed); its sorting is the small one (7 KB
# of 399). These are options that stable Rust has but does not promise yet. Without the sources of the standard library both stay empty.
# Functions are not merged by LLVM, but by wasm-opt: bin/snip.mjs goes by their names.
need_rust_src() {
  lean=() lean_std=()
  local std; std=$(rustc --print sysroot)/lib/rustlib/src/rust/library
  if [ ! -d "$std" ]; then
    # rustup may look after another toolchain than the one in the path.
    if ! have rustup || ! rustup component add rust-src || [ ! -d "$std" ]; then
      say "without rust-src the wasm will be a little larger"
      return
    fi
  fi
  local flags="-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none -Zmerge-functions=disabled"
  lean=(env RUSTC_BOOTSTRAP=1 RUSTFLAGS="${RUSTFLAGS:-} $flags")
  lean_std=(-Z build-std=std,panic_abort -Z build-std-features=optimize_for_size)
}

# Sets $wasm_bindgen to a wasm-bindgen of exactly the locked version: its output only fits that one.
need_wasm_bindgen() {
  local version; version=$(locked wasm-bindgen)
  for wasm_bindgen in wasm-bindgen "$tools/bin/wasm-bindgen"; do
    have "$wasm_bindgen" && [ "$("$wasm_bindgen" --version)" = "wasm-bindgen $version" ] && return
  done
  say "installing wasm-bindgen $version (once, a few minutes)"
  # Its own lock file may name a package that was withdrawn since: then the newest that fit.
  local install=(cargo install --quiet --root "$tools" --target-dir "$tools/build" wasm-bindgen-cli --version "$version")
  "${install[@]}" --locked 2>/dev/null || "${install[@]}"
  rm -rf "$tools/build"
}

# Sets $wasm_opt and $binaryen, its library; $wasm_opt is empty when npm is missing or cannot fetch it. Debian's binaryen is too old
# for this wasm.
need_wasm_opt() {
  local version=132.0.0
  wasm_opt=$tools/binaryen-$version/node_modules/.bin/wasm-opt
  binaryen=$tools/binaryen-$version/node_modules/binaryen/index.js
  [ -x "$wasm_opt" ] && return
  if ! have npm; then
    say "without npm there is no wasm-opt: the wasm will be a little larger"
  elif ! npm_install "$tools/binaryen-$version" "binaryen@$version"; then
    say "npm could not fetch wasm-opt (is its registry reachable?): the wasm will be a little larger"
  else
    return 0
  fi
  wasm_opt=
}

# Playwright wants Node.js 20; Debian 12 has 18, which is enough to fetch a newer one from npm.
need_node() {
  have npm || apt_install "Node.js 20 or newer with npm" nodejs npm
  if ! node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)'; then
    [ -x "$tools/node/node_modules/.bin/node" ] || npm_install "$tools/node" node@22
    PATH=$tools/node/node_modules/.bin:$PATH
  fi
  local stamp=end2end/node_modules/.installed
  cmp -s end2end/package-lock.json "$stamp" && return
  npm ci --silent --no-fund --no-audit --prefix end2end </dev/null
  cp end2end/package-lock.json "$stamp"
}

npm_install() { say "installing $2"; npm install --silent --no-fund --no-audit --prefix "$1" "$2" </dev/null >/dev/null; }

need_chromium() {
  export CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
  [ -n "$CHROMIUM" ] && return
  apt_install "Chromium" chromium
  export CHROMIUM=/usr/bin/chromium
}

# Tests start a throw-away instance of it, as root: a mail server that puts mails down as somebody else cannot do otherwise. It is
# installed without a configuration of its own, so that none is served by the system.
need_postfix() {
  [ "$(id -u)" = 0 ] || die "Postfix starts only as root: run this gate with sudo -E bin/gates/postfix."
  [ -x /usr/sbin/postfix ] && [ -x /usr/lib/postfix/sbin/master ] && return
  have debconf-set-selections && echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections
  apt_install "Postfix" postfix
}

# Starts a throw-away Postgres in a temporary folder and sets BONPORT_TEST_POSTGRES, unless it is set already.
# Its locale is not C where there is another: a missing COLLATE "C" then shows.
need_postgres() {
  [ -n "${BONPORT_TEST_POSTGRES:-}" ] && return
  local bin; bin=$(postgres_bin)
  if [ -z "$bin" ]; then apt_install "PostgreSQL 15 or newer" postgresql; bin=$(postgres_bin); fi
  local version; version=$("$bin/initdb" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
  [ "$version" -ge 15 ] ||
    die "PostgreSQL 15 or newer is missing: $bin has $version. Install it (on Debian: apt-get install postgresql-15) and run this again."
  postgres_folder=$(mktemp -d "${TMPDIR:-/tmp}/bonport-postgres.XXXXXX")
  postgres_port=$(free_port)
  local as=()
  if [ "$(id -u)" = 0 ]; then
    chown postgres "$postgres_folder"
    as=(setpriv --reuid=postgres --regid=postgres --init-groups)
  fi
  postgres_stop=("${as[@]}" "$bin/pg_ctl" -s -D "$postgres_folder/data" -m immediate stop)
  trap stop_postgres EXIT
  (cd "$postgres_folder" && "${as[@]}" "$bin/initdb" -D data -U postgres -A trust -E UTF8 --locale=C.UTF-8 \
    --locale-provider=icu --icu-locale=fr-FR >initdb.log 2>&1) || die "initdb failed: $(cat "$postgres_folder/initdb.log")"
  (cd "$postgres_folder" && "${as[@]}" "$bin/pg_ctl" -s -w -D data -l data/log \
    -o "-c listen_addresses=127.0.0.1 -c port=$postgres_port -c unix_socket_directories='' -c fsync=off -c max_connections=200" \
    start </dev/null >pg_ctl.log 2>&1) || die "Postgres did not start: $(tail -5 "$postgres_folder/data/log")"
  export BONPORT_TEST_POSTGRES=postgres://postgres@127.0.0.1:$postgres_port/postgres
}

stop_postgres() { "${postgres_stop[@]}" </dev/null || true; rm -rf "$postgres_folder"; }

# The newest installed Postgres' folder of programs, on any of the usual systems.
postgres_bin() {
  local initdb
  initdb=$(ls -d /usr/lib/postgresql/*/bin/initdb /usr/pgsql-*/bin/initdb /opt/homebrew/opt/postgresql@*/bin/initdb 2>/dev/null | sort -V | tail -1)
  [ -n "$initdb" ] || initdb=$(command -v initdb || true)
  [ -z "$initdb" ] || dirname "$initdb"
}

free_port() {
  local port
  for port in $(shuf -i 20000-32000 -n 50); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

# The packages of the server's world. app has two exclusive worlds: its features ssr and hydrate never meet in one build.
server_world=(-p model -p store -p mail -p exchange -p app -p server)

# Compiles every test of the server's world and prints « package target executable », one a line; programs that are no tests are
# passed over.
# One selection for all gates: another one would unify features differently and compile half of the house again.
test_programs() {
  cargo test --quiet "${server_world[@]}" --lib --bins --tests --no-run --message-format=json-render-diagnostics |
    sed -n 's/.*"package_id":"[^"]*\/\([a-z]*\)#[^"]*".*"name":"\([^"]*\)".*"overflow_checks":[a-z]*,"test":true}.*"executable":"\([^"]*\)".*/\1 \2 \3/p'
}

# Runs the tests of one package: run_tests store [only|without TARGET…]. Fails when there is none.
run_tests() {
  local package=$1 how=${2:-all} which=" ${*:3} " name target_name program folder count=0
  while read -r name target_name program; do
    [ "$name" != broken ] || die "the tests do not compile"
    [ "$name" = "$package" ] || continue
    case $how$which in only*" $target_name "*) ;; only*) continue ;; without*" $target_name "*) continue ;; esac
    case $package in model) folder=app/model ;; store | mail | exchange) folder=server/$package ;; *) folder=$package ;; esac
    (cd "$folder" && CARGO_MANIFEST_DIR=$root/$folder "$program" --quiet </dev/null)
    count=$((count + 1))
  done < <(test_programs || echo broken)
  [ "$count" -gt 0 ] || die "no test of $package ran"
}

# Runs Playwright against the release binary. bin/check-gates sets BONPORT_TEST_QUICK to the specs it wants, on the desktop, with
# the quick build.
journeys() {
  need_node
  need_chromium
  if [ -n "${BONPORT_TEST_QUICK:-}" ]; then
    bin/build --dev
    set -- "$@" --project=desktop $BONPORT_TEST_QUICK
    export BONPORT_BIN=$target/debug/bonport BONPORT_SITE=$target/site-dev
  else
    bin/build
    export BONPORT_BIN=$target/release/bonport
  fi
  (cd end2end && npx playwright test "$@" </dev/null)
}
