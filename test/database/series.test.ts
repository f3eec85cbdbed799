import assert from "node:assert/strict";
import { test } from "node:test";
import { membersOfOtherSeries } from "../../cli/deploy/index.ts";
import { seriesOf, seriesRefusal, versionOfData } from "../../modules/database/agent/decide/series.ts";

test("a series is the first two numbers of a version", () => {
  for (const [version, series] of [
    ["9.7.4-2", "9.7"],
    ["9.7", "9.7"],
    ["10.1.0", "10.1"],
    ["9.70.1", "9.70"],
    ["", undefined],
    ["nine", undefined],
  ] as const)
    assert.equal(seriesOf(version), series);
});

test("the version of data is the last in MySQL's own record, and unknown where there is none", () => {
  const record = { file_format: "1", upgrade_history: [{ version: "9.6.0" }, { version: "9.7.4-2" }] };
  assert.equal(versionOfData(JSON.stringify(record)), "9.7.4-2");
  for (const text of ["", "{", "null", "{}", '{"upgrade_history":[]}', '{"upgrade_history":[{"version":9}]}'])
    assert.equal(versionOfData(text), undefined);
});

test("mysqld is started on data of its own series and on new ones, and on no others", () => {
  for (const data of ["9.7.0-1", "9.7.9", undefined]) assert.equal(seriesRefusal("9.7.4-2", data), undefined);
  for (const data of ["9.6.2", "10.7.4", "8.4.1"])
    assert.match(
      seriesRefusal("9.7.4-2", data) ?? "",
      new RegExp(
        `^the data of this member are of MySQL ${data}, and this image has MySQL 9.7.4-2. mysqld was not started`,
      ),
    );
});

test("a deploy is refused over running members of another series", () => {
  const member = (node: string, mysqldVersion: string) => ({ node, mysqldVersion });
  const seen = {
    "database-1": member("database-1", "9.7.5-1"),
    "database-2": member("database-2", "10.1.0-1"),
    // It has not seen its mysqld yet.
    "database-3": member("database-3", ""),
  };
  assert.deepEqual(membersOfOtherSeries(seen), [{ node: "database-2", version: "10.1.0-1" }]);
});
