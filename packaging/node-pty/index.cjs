// The original has no binary for Node 24 and can't be built without a compiler. An alias under "overrides" would name
// the other package directly, but npm 9, which Debian and Ubuntu ship, can't read a lock file with one.
module.exports = require("@lydell/node-pty");
