/** A source as it stands in a list of references; its address, where one is known, is a link. */
import type { Cited } from "../model/types.ts";

export function Reference({ of: { address, kind, reference } }: { of: Cited }) {
  const at = /^https?:\/\//.test(address) ? reference.indexOf(address) : -1;
  return (
    <p class="reference">
      {at < 0 ? (
        reference
      ) : (
        <>
          {reference.slice(0, at)}
          <a href={address} target="_blank" rel="noopener noreferrer">
            {address}
          </a>
          {reference.slice(at + address.length)}
        </>
      )}{" "}
      <small>{kind}</small>
    </p>
  );
}
