# Brings Node and Python where the machine has none that will do, each file checked by its digest.
# Node comes into $tools; Python, which cannot be moved, by Debian's own installer. Sourced by run.

node_version=24.21.0
npm_version=11.21.2
npm_digest=8ad8563b81e71b90ef405b140bccf3ba9b5e7884ab210bd49ee4e2f4bc6f61f5

fail() {
  echo "client suites: $*" >&2
  exit 1
}

# A package of npm's registry, of this digest, downloaded unless it is here. Which registry it is,
# the machine's npm knows.
fetch() { # NAME VERSION SHA256 FILE
  [[ -e "$4" ]] && return
  echo "bringing $1 $2"
  local packed
  packed="$(cd "${4%/*}" && npm pack --silent "$1@$2")" || fail "cannot download $1 $2"
  sha256sum --status -c - <<<"$3  ${4%/*}/$packed" || fail "$1 $2 has another digest than expected"
  mv "${4%/*}/$packed" "$4"
}

node_will_do() {
  command -v npm >/dev/null && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 22 || (major === 22 && minor >= 15) ? 0 : 1)' 2>/dev/null
}

# Installs Debian's packages, where that is possible.
install() { # PACKAGE…
  [[ $EUID -eq 0 ]] && command -v apt-get >/dev/null || fail "install $*"
  echo "installing $*"
  apt-get -qq update && apt-get -qq install --yes --no-install-recommends "$@" >/dev/null ||
    fail "cannot install $*"
}

# Node comes from the packages with which npm installs it as a dependency; any npm can fetch them.
bring_node() {
  node_will_do && return
  command -v npm >/dev/null || install npm
  local platform digest home="$tools/node-$node_version"
  case "$(uname -sm)" in
    "Linux x86_64")
      platform=linux-x64
      digest=61ecf27ad70afee991b671c28561eb497028294a67d132f9bbaac9ad73f81d3b
      ;;
    "Linux aarch64")
      platform=linux-arm64
      digest=fba3076c16d21e5d814577436bdcb782b9b66bed09c6fa8278298e8933288bbb
      ;;
    *) fail "no Node 22.15 or newer with npm here; install it" ;;
  esac
  if [[ ! -x "$home/bin/npm" ]]; then
    mkdir -p "$home/bin" "$home/npm"
    fetch "node-$platform" "$node_version" "$digest" "$tools/node.tgz"
    fetch npm "$npm_version" "$npm_digest" "$tools/npm.tgz"
    tar -xzf "$tools/node.tgz" -C "$home" --strip-components=1 package/bin/node
    tar -xzf "$tools/npm.tgz" -C "$home/npm" --strip-components=1
    rm "$tools/node.tgz" "$tools/npm.tgz"
    # shellcheck disable=SC2016
    printf '#!/bin/sh\nexec "${0%%/*}/node" "${0%%/*}/../npm/bin/npm-cli.js" "$@"\n' >"$home/bin/npm"
    chmod +x "$home/bin/npm"
  fi
  export PATH="$home/bin:$PATH"
  node_will_do || fail "the Node brought does not run here: $("$home/bin/node" --version 2>&1)"
}

# Python with its own environments.
bring_python() {
  python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null && return
  install python3 python3-venv
}
