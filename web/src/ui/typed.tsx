/**
 * A box that keeps what is being typed. One with a `value` is set to it at every redraw, so that an answer that comes
 * while somebody types would take the typing back; this one takes the value only while nobody is in it.
 */
import type { ComponentChildren, RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

interface TypedProps<Box> {
  value: string;
  children: (box: RefObject<Box | null>) => ComponentChildren;
}

export function Typed<Box extends HTMLInputElement | HTMLTextAreaElement>({ value, children }: TypedProps<Box>) {
  const box = useRef<Box | null>(null);
  useLayoutEffect(() => {
    if (box.current && document.activeElement !== box.current) box.current.value = value;
  });
  return <>{children(box)}</>;
}
