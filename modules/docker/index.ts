export { BuiltImage, type BuiltImageProps } from "./built-image.ts";
export { goDuration } from "./durations.ts";
export { labelNames } from "./labels.ts";
export { LampStack } from "./lamp-stack.ts";
export type { LampStackProps } from "./lamp-stack-props.ts";
export type { OwnContainerProps } from "./own-container.ts";
export { type Deletion, type LampStackOptions, prepareLampStack, prepareResolved } from "./prepare.ts";
export { type DockerProviderSettings, dockerProviderConfig } from "./provider-config.ts";
export { StackContainer, type StackContainerProps } from "./stack-container.ts";
export {
  checkSite,
  type ServerRole,
  type StagedImage,
  type StagedImages,
  stageImages,
} from "./stage-images.ts";
export type { DatabaseConnection, DatabaseTier, LoadBalancerTier, WebTier } from "./tiers.ts";
export { addVolumes } from "./volumes.ts";
