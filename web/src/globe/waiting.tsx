/** What stands in the globe's place until it has come: it is the largest part of the page, and comes last. */
import { useEffect, useState } from "preact/hooks";

/** After so long [ms] a wait is explained. */
const LONG = 3000;

export function Waiting() {
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setLong(true), LONG);
    return () => window.clearTimeout(timer);
  }, []);
  return (
    <div class="globe-wait" role="status">
      <svg viewBox="-52 -52 104 104" width="104" height="104" aria-hidden="true">
        <circle r="48" />
        {[0, 16, 33].map((half) => (
          <ellipse key={half} class="meridian" rx={half} ry="48" />
        ))}
        {[-26, 0, 26].map((y) => (
          <path key={y} d={`M${-Math.sqrt(48 * 48 - y * y)} ${y}H${Math.sqrt(48 * 48 - y * y)}`} />
        ))}
      </svg>
      <p>The globe is on its way …</p>
      {long && <p class="quiet">It is 1.3 MB, and comes after everything else. The form, runs and answers work meanwhile.</p>}
    </div>
  );
}
