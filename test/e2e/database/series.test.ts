import assert from "node:assert/strict";
import { test } from "node:test";
import { diagnose } from "../../../cli/terraform/index.ts";
import { MYSQL_SERIES } from "../../../modules/database/index.ts";
import { mysqlInstaller } from "../../../modules/mysql-packages/index.ts";
import { dockerWithInput } from "../../support/docker.ts";

/** A mirror of the container's own, which has MySQL in these versions and the packages' names only. */
const mirror = `set -eu
suite() {
    folder=/mirror/dists/$1/main/binary-$(dpkg --print-architecture)
    mkdir -p "$folder"
    cat > "$folder/Packages"
    cd "/mirror/dists/$1"
    printf 'Codename: %s\\nSHA256:\\n' "$1" > Release
    for file in main/*/Packages; do
        printf ' %s %s %s\\n' "$(sha256sum < "$file" | cut -d ' ' -f 1)" "$(stat -c %s "$file")" "$file" >> Release
    done
}
suite trixie < /dev/null
for package in $PACKAGES; do
    printf 'Package: %s\\nVersion: %s\\nArchitecture: all\\nFilename: none.deb\\nSize: 1\\nSHA256: %064d\\n\\n' \\
        "\${package%=*}" "\${package#*=}" 0
done | suite sid
rm -rf /etc/apt/sources.list.d
mkdir /etc/apt/sources.list.d
echo 'deb [trusted=yes] file:/mirror trixie main' > /etc/apt/sources.list
# What would be installed is all that matters here.
echo 'APT::Get::Simulate "true";' > /etc/apt/apt.conf.d/simulate
sh /install-mysql ${MYSQL_SERIES} mysql-server-core mysql-client-core -- nodejs 2>&1
`;

/** Runs the image's installation without a network, so that no dated copy of the archive can be reached either. */
async function install(...versions: string[]): Promise<{ code: number; output: string }> {
  const mysql = versions.flatMap((version) => [
    `mysql-server-core=${version}`,
    `mysql-client-core=${version}`,
  ]);
  const packages = [...mysql, "nodejs=24.0.0"].join(" ");
  const options = [
    "--rm",
    "--interactive",
    "--network",
    "none",
    "--volume",
    `${mysqlInstaller}:/install-mysql:ro`,
  ];
  return await dockerWithInput(
    mirror,
    "run",
    ...options,
    "--env",
    `PACKAGES=${packages}`,
    "debian:13",
    "bash",
  );
}

test("members get MySQL of their series, the tested version first, however new another series is", async () => {
  for (const [versions, installed] of [
    [["9.7.4-2"], "9.7.4-2"],
    [["10.1.0-1", "9.7.6-1", "9.7.4-3", "9.70.0-1"], "9.7.4-3"],
    [["10.1.0-1", "9.7.41-1", "9.7.6-1", "9.6.4-1"], "9.7.41-1"],
  ] as const) {
    const { code, output } = await install(...versions);
    assert.deepEqual([code, /installing MySQL (\S+)/.exec(output)?.[1]], [0, installed], output);
  }
});

test("where the suite has another series only, the build fails with a text of which a failure is made", async () => {
  for (const [versions, found] of [
    [["10.1.0-1", "9.70.0-1", "9.6.9-1"], "10.1.0-1"],
    [[], "no MySQL"],
  ] as const) {
    const { code, output } = await install(...versions);
    assert.equal(code, 1);
    const text = `MySQL 9.7 is not in Debian's suite sid (found ${found}), and http://snapshot.debian.org/archive/`;
    assert.ok(output.includes(text), output);
    assert.deepEqual(diagnose(output.split("\n")).ids, ["mysql-series-missing"]);
  }
});
