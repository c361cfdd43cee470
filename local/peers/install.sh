#!/usr/bin/env bash
# Fetches the shops that tests speak to from npm and prints the folder that holds them: ~/.cache/storelane/peers, or STORELANE_PEERS. What is
# there already stays.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
peers=${STORELANE_PEERS:-${XDG_CACHE_HOME:-$HOME/.cache}/storelane/peers}

if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
    echo "The tests with real shops need Node.js 20 or later with npm: install it, or leave --peers out." >&2
    exit 1
fi
if [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 20 ]; then
    echo "The tests with real shops need Node.js 20 or later; $(node --version) is on the PATH." >&2
    exit 1
fi

for peer in vendure; do
    dir=$peers/$peer
    if ! cmp -s "$here/$peer/package.json" "$dir/installed.json"; then
        echo "Fetching $peer from npm into $dir (some minutes)" >&2
        mkdir -p "$dir"
        cp "$here/$peer/package.json" "$dir/package.json"
        (cd "$dir" && npm install --no-audit --no-fund --no-package-lock --loglevel=error >&2) || {
            echo "npm could not fetch $peer. It needs the npm registry; behind a mirror, set it in ~/.npmrc." >&2
            exit 1
        }
        cp "$dir/package.json" "$dir/installed.json"
    fi
done
echo "$peers"
