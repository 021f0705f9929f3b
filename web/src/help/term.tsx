/** A term of the glossary where it stands: a click tells what it means. */
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { asked, fetchWords, helpOpen, meaning } from "./words.ts";

export function Term({ is, children }: { is: string; children: ComponentChildren }) {
  const open = asked.value?.term === is;
  return (
    <button
      type="button"
      class="term"
      aria-expanded={open}
      title={`What is meant by ${is}?`}
      onClick={(event) => {
        const { left, bottom } = event.currentTarget.getBoundingClientRect();
        asked.value = open ? null : { term: is, left, top: bottom + 4 };
        void fetchWords();
      }}
    >
      {children}
    </button>
  );
}

/** The box of the word that is asked for. */
export function Meaning() {
  const box = useRef<HTMLDivElement>(null);
  const now = asked.value;
  useEffect(() => {
    if (!now) return undefined;
    const close = (event: Event): void => {
      const target = event.target as HTMLElement;
      if (!target.closest(".meaning, .term")) asked.value = null;
    };
    const escape = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      asked.value = null;
      event.stopPropagation();
    };
    window.addEventListener("pointerdown", close);
    window.addEventListener("scroll", close, true);
    window.addEventListener("keydown", escape, true);
    return () => {
      window.removeEventListener("pointerdown", close);
      window.removeEventListener("scroll", close, true);
      window.removeEventListener("keydown", escape, true);
    };
  }, [now]);
  useLayoutEffect(() => {
    if (!box.current || !now) return;
    // Within the window, above the word where there is no room below.
    const { width, height } = box.current.getBoundingClientRect();
    box.current.style.left = `${Math.max(8, Math.min(now.left, window.innerWidth - width - 8))}px`;
    box.current.style.top = `${now.top + height > window.innerHeight - 8 ? Math.max(8, now.top - height - 28) : now.top}px`;
  });
  if (!now) return null;
  const word = meaning(now.term);
  return (
    <div class="meaning" ref={box} role="status">
      <p>
        <b>{now.term}</b>
      </p>
      <p>{word ? word.text : "…"}</p>
      <button
        type="button"
        class="link"
        onClick={() => {
          asked.value = null;
          helpOpen.value = true;
        }}
      >
        All words
      </button>
    </div>
  );
}
