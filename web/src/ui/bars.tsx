/** Horizontal bars with 95 % whiskers. */
import { ends } from "./format.ts";
import type { Ends } from "../model/types.ts";

export interface Bar {
  name: string;
  value: number;
  ci: Ends | null;
  /** Value and interval as they are printed. */
  text: string;
  title?: string;
}

export function Bars({ bars, of, caption }: { bars: Bar[]; of?: number; caption: string }) {
  const top = of ?? Math.max(1e-9, ...bars.map((bar) => ends(bar.ci)?.[1] ?? bar.value));
  const share = (value: number): string => `${Math.max(0, Math.min(100, (100 * value) / top))}%`;
  return (
    <table class="barchart">
      <caption>{caption}</caption>
      <tbody>
        {bars.map((bar) => {
          const ci = ends(bar.ci);
          return (
            <tr key={bar.name} title={bar.title}>
              <th scope="row">{bar.name}</th>
              <td class="plot" aria-hidden="true">
                <span class="bar" style={{ width: share(bar.value) }} />
                {ci && (
                  <span
                    class="whisker"
                    style={{ left: share(ci[0]), width: `calc(${share(ci[1])} - ${share(ci[0])})` }}
                  />
                )}
              </td>
              <td class="num">{bar.text}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** One difference with its interval around a common zero. */
export function Difference({ value, ci, reach }: { value: number; ci: [number, number]; reach: number }) {
  const place = (x: number): number => 50 + (50 * Math.max(-reach, Math.min(reach, x))) / (reach || 1);
  return (
    <span class="difference" aria-hidden="true">
      <i class="zero" />
      <i class="reach" style={{ left: `${place(ci[0])}%`, width: `${Math.max(1, place(ci[1]) - place(ci[0]))}%` }} />
      <i class="dot" style={{ left: `${place(value)}%` }} />
    </span>
  );
}
