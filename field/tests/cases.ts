// The cases that this app and the server both run: tests/cases/*.json of the project.
import { readFileSync } from "node:fs";

/** One file of cases. */
export const cases = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../../tests/cases/${name}.json`, import.meta.url), "utf8")) as T;
