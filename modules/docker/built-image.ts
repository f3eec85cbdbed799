import { Image } from "@cdktf/provider-docker/lib/image/index.js";
import { Construct } from "constructs";
import type { BuildContext } from "../image/index.ts";
import { fromWorkFolder } from "../terraform/index.ts";

export interface BuiltImageProps {
  /** Name without a tag; the tag is the context's hash. */
  readonly name: string;
  readonly context: BuildContext;
  /** Labels of the image. */
  readonly labels: Readonly<Record<string, string>>;
  /** The image that its Dockerfile begins with. @default one that is always there */
  readonly from?: BuiltImage | undefined;
}

/** An image that the Docker engine builds from a context on this machine, once for each content. */
export class BuiltImage extends Construct {
  readonly image: Image;
  /** Reference to the image's id: one for all containers, since each that is made costs a synth its time. */
  readonly imageId: string;
  readonly hash: string;

  constructor(scope: Construct, id: string, props: BuiltImageProps) {
    super(scope, id);
    this.hash = props.context.hash;
    this.image = new Image(this, "image", {
      name: `${props.name}:${props.context.hash}`,
      // The provider never looks into the context: the name, by its hash, is what makes it build again.
      buildAttribute: {
        context: fromWorkFolder(this, props.context.path),
        labels: props.labels,
        remove: true,
      },
      triggers: { context: props.context.hash },
      lifecycle: { createBeforeDestroy: true },
      ...(props.from === undefined ? {} : { dependsOn: [props.from.image] }),
    });
    this.imageId = this.image.imageId;
  }
}
