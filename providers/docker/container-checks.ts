import { blocksOf, type Diagnostic, type Fields, isSet, textOf } from "../plugin/index.ts";

/** What is wrong with settings that belong together. */
export function checkSettings(config: Fields): Diagnostic[] {
  return [...blocksOf(config, "upload").flatMap(checkUpload), ...checkWaiting(config)];
}

function checkUpload(block: Fields): Diagnostic[] {
  const given = ["content", "content_base64", "source"].filter((name) => block[name] !== null);
  if (given.length === 1) return [];
  const summary = `upload of ${textOf(block, "file") ?? "a file"} has ${given.join(" and ") || "no content"}`;
  return [failure("upload", summary, "Set exactly one of content, content_base64 and source.")];
}

function checkWaiting(config: Fields): Diagnostic[] {
  const waiting = ["attach", "wait"].filter((name) => isSet(config, name));
  const notStarted = config.start === false ? waiting : [];
  return [
    ...notStarted.map((name) =>
      failure(name, `${name} waits for ever`, "The container isn't started: remove start = false."),
    ),
    ...(waiting.length === 2
      ? [failure("wait", "wait conflicts with attach", "Set wait or attach, not both.")]
      : []),
    ...(isSet(config, "logs") && config.attach === null
      ? [
          failure(
            "logs",
            "logs would stay empty",
            "They are taken when the container has ended: set attach = true.",
          ),
        ]
      : []),
  ];
}

function failure(name: string, summary: string, detail: string): Diagnostic {
  return { severity: "error", summary, detail, path: [name] };
}
