import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { siteAcronyms } from "./site-acronyms.ts";

writeFileSync(join(import.meta.dirname, "../../app/src/acronyms.php"), siteAcronyms());
