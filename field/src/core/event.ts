// A field event: its envelope, and the exact bytes that the chain covers.

export type Kind =
  | "field.round"
  | "field.duty"
  | "field.door"
  | "field.need"
  | "field.delivery"
  | "field.passage"
  | "field.sample"
  | "field.told"
  | "field.note";

/** All that stands outside the sealed body; nothing of it names a resident or a home. */
export interface Envelope {
  id: string;
  writer: string;
  seq: number;
  /** The hash of the event before, base64. */
  prev: string;
  kind: Kind;
  /** The device's own clock, ISO 8601. */
  made_at: string;
  person: string;
  post: string;
  subject: string;
  /** The path down to the building, no further. */
  area: string;
  session: string;
}

/** The exact text of an event: keys in one order, no blanks, the sealed body last. */
export const exactText = (one: Envelope, body: string): string =>
  JSON.stringify({
    id: one.id,
    writer: one.writer,
    seq: one.seq,
    prev: one.prev,
    kind: one.kind,
    made_at: one.made_at,
    person: one.person,
    post: one.post,
    subject: one.subject,
    area: one.area,
    session: one.session,
    body,
  });

/** What a body is bound to, so that it cannot be hung on another event. */
export const boundTo = (one: Pick<Envelope, "writer" | "seq" | "kind">): string =>
  `${one.writer}/${one.seq}/${one.kind}`;

/** District, sub-district, community, compound, building: deeper no event says where it was in the clear. */
const BUILDING_LEVELS = 5;

/** The place of a path down to the building. */
export const buildingOf = (path: string): string =>
  path.split("/").filter(Boolean).slice(0, BUILDING_LEVELS).map((code) => `${code}/`).join("");
