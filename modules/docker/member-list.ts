import { Construct } from "constructs";
import { groupPlace } from "../database/index.ts";
import { fromWorkFolder, TerraformData } from "../terraform/index.ts";
import type { StackContainer } from "./stack-container.ts";

export interface MemberListProps {
  /** The folder is another one under another name. */
  readonly stackName: string;
  /** Folder of this machine that every member sees. */
  readonly folder: string;
  /** Ids of the members, in order. */
  readonly members: readonly string[];
  /** Hash of the init SQL that is staged in the folder. */
  readonly initHash: string;
  readonly containers: readonly StackContainer[];
}

const shell = ["/bin/sh", "-c"];

/**
 * Tells running members who belongs to their group, so that a change of their number replaces none of them, and that
 * the whole stack is going, so that none waits for another to come back.
 */
export class MemberList extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { stackName, folder, members, initHash, containers }: MemberListProps,
  ) {
    super(scope, id);
    const list = members.join("\n");
    const write = (file: string) =>
      `printf '%s\\n' "$TEXT" > "$FOLDER/${file}.partial" && chmod 644 "$FOLDER/${file}.partial" && mv "$FOLDER/${file}.partial" "$FOLDER/${file}"`;
    // Relative, for a destroy without a new synth after the project was moved. Terraform runs commands where it runs.
    const groupFolder = fromWorkFolder(this, folder);
    // A member without it waits. Not in the members' image: SQL that was loaded replaces none of them.
    const init = new TerraformData(this, "init", {
      triggersReplace: { initHash, stackName },
      provisioners: [
        {
          type: "local-exec",
          interpreter: shell,
          environment: { FOLDER: groupFolder, TEXT: initHash },
          command: write(groupPlace.init),
        },
      ],
    });
    new TerraformData(this, "listed", {
      dependsOn: [init],
      triggersReplace: { list, stackName },
      provisioners: [
        {
          type: "local-exec",
          interpreter: shell,
          environment: { FOLDER: groupFolder, TEXT: list },
          command: write(groupPlace.members),
        },
      ],
    });
    const mark = { FOLDER: groupFolder };
    // Depends on the containers, so it is destroyed before they are.
    new TerraformData(this, "dissolution", {
      dependsOn: containers.map(({ container }) => container),
      provisioners: [
        {
          type: "local-exec",
          interpreter: shell,
          environment: mark,
          command: `rm -f "$FOLDER/${groupPlace.dissolved}"`,
        },
        {
          type: "local-exec",
          when: "destroy",
          interpreter: shell,
          environment: mark,
          command: `mkdir -p "$FOLDER" && chmod 755 "$FOLDER" && : > "$FOLDER/${groupPlace.dissolved}" && chmod 644 "$FOLDER/${groupPlace.dissolved}"`,
        },
      ],
    });
  }
}
