/** What a provider keeps beside a resource's state, unseen by the user. */
export interface PrivateNote {
  /** The resource exists, but can only be made anew. */
  readonly isLost: boolean;
  /** What the creation of its replacement is to know. */
  readonly note: string;
}

const NOTHING: PrivateNote = { isLost: false, note: "" };

/** Reads the note; what another provider left there says nothing to this one. */
export function readNote(bytes: Uint8Array): PrivateNote {
  if (bytes.length === 0) return NOTHING;
  try {
    const source: unknown = JSON.parse(Buffer.from(bytes).toString());
    if (typeof source !== "object" || source === null || !("standIn" in source)) return NOTHING;
    const own = source.standIn;
    if (typeof own !== "object" || own === null) return NOTHING;
    return {
      isLost: "isLost" in own && own.isLost === true,
      note: "note" in own && typeof own.note === "string" ? own.note : "",
    };
  } catch {
    return NOTHING;
  }
}

/** Writes the note; empty where it says nothing. */
export function writeNote(note: PrivateNote): Uint8Array {
  if (!note.isLost && note.note === "") return new Uint8Array();
  return Buffer.from(JSON.stringify({ standIn: note }));
}
