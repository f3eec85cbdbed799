import { settings } from "virtual:lampstand/project";
import type { ResolvedConfig } from "../../modules/config/index.ts";
