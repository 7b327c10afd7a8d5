// A sentence that becomes an entry: one field, one button, and gone when it stands in the outbox.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { say } from "../words/say.ts";

export function Saying({ title, ask, onSay }: { title: string; ask: string; onSay: (text: string) => Promise<boolean> }): JSX.Element {
  const [words, setWords] = useState("");
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (words.trim() && (await onSay(words.trim()))) setWords("");
  };
  return (
    <details>
      <summary>{title}</summary>
      <form onSubmit={(event) => void send(event)}>
        <textarea rows={2} maxLength={200} placeholder={ask} aria-label={ask} value={words} onInput={(event) => setWords(event.currentTarget.value)} />
        <button class="go" disabled={!words.trim()}>{say("save")}</button>
      </form>
    </details>
  );
}
