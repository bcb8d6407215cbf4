# Brings Node where the machine has none that will do: into $tools, never into the system,
# each file checked by its digest. Sourced by run.

node_version=24.21.0
npm_version=11.21.2
npm_digest=8ad8563b81e71b90ef405b140bccf3ba9b5e7884ab210bd49ee4e2f4bc6f61f5

fail() {
  echo "client suites: $*" >&2
  exit 1
}

# A file of this digest under this name, downloaded unless it is here.
fetch() { # URL SHA256 FILE
  [[ -e "$3" ]] && return
  echo "bringing ${1##*/}"
  if command -v curl >/dev/null; then
    curl -fsSL --retry 2 -o "$3.part" "$1" || fail "cannot download $1"
  elif command -v wget >/dev/null; then
    wget -q -O "$3.part" "$1" || fail "cannot download $1"
  else
    fail "neither curl nor wget here to download $1"
  fi
  sha256sum --status -c - <<<"$2  $3.part" || fail "$1 has another digest than expected"
  mv "$3.part" "$3"
}

node_will_do() {
  command -v npm >/dev/null && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 22 || (major === 22 && minor >= 15) ? 0 : 1)' 2>/dev/null
}

# Node comes from the packages with which npm installs it as a dependency.
bring_node() {
  node_will_do && return
  local platform digest home="$tools/node-$node_version" registry
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
  registry="${npm_config_registry:-https://registry.npmjs.org}"
  registry="${registry%/}"
  if [[ ! -x "$home/bin/npm" ]]; then
    mkdir -p "$home/bin" "$home/npm"
    fetch "$registry/node-$platform/-/node-$platform-$node_version.tgz" "$digest" "$tools/node.tgz"
    fetch "$registry/npm/-/npm-$npm_version.tgz" "$npm_digest" "$tools/npm.tgz"
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
