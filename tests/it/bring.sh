# Unpacks Debian's packages and what they need into the folder `debian` below the one we are in, and
# names their libraries in LD_LIBRARY_PATH. Nothing is installed, so this works without root and
# leaves the machine as it was; the price is a download on every run. Stands before the scripts that
# need it.
bring() { # PACKAGE…
  command -v apt-get >/dev/null || {
    echo "no apt-get to bring $*; install it" >&2
    exit 1
  }
  mkdir -p apt/lists/partial apt/archives/partial
  packages="$*"
  set -- -qq -o "Dir::State::Lists=$PWD/apt/lists" -o "Dir::Cache=$PWD/apt" \
    -o Debug::NoLocking=true -o "APT::Sandbox::User=$(id -un)"
  apt-get "$@" update >&2
  # shellcheck disable=SC2086
  apt-get "$@" install -y --no-install-recommends --download-only $packages >&2
  for package in apt/archives/*.deb; do
    dpkg -x "$package" debian
  done
  rm -rf apt
  LD_LIBRARY_PATH=$(find "$PWD/debian/usr/lib" "$PWD/debian/lib" -maxdepth 1 \
    -name '*-linux-gnu*' 2>/dev/null | paste -sd :)
  export LD_LIBRARY_PATH
}

