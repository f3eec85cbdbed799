export { LampCloud, type LampCloudOptions, type LampCloudProps } from "./lamp-cloud.ts";
export { CloudLimitError, cloudLimitProblems } from "./limits.ts";
export { type ObjectNames, objectNames, zoneCandidates } from "./names.ts";
export { type SshKeySource, type StagedSite, stageSite } from "./stage-site.ts";
