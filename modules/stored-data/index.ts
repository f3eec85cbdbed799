export {
  assertFixedFields,
  assertSameStack,
  compareData,
  type DataChanges,
  type FixedField,
  OtherStackError,
  unusedVolumes,
} from "./compare.ts";
export { dataName, deletionNames, deletionVariable, unknownName, volumesNamed } from "./deletion.ts";
export {
  type DatabaseAccount,
  type DeployedData,
  type DeployedVolume,
  deployedDataIn,
  nothingDeployed,
  readDeployedData,
  recordId,
  type VolumeContent,
} from "./deployed.ts";
export {
  assertDistinctFolders,
  planRemoval,
  planVolumes,
  type VolumePlan,
  type WantedVolume,
  wantedVolumes,
} from "./volumes.ts";
