import type { Point } from './layout.ts';

/** How round the corners of a line are, in pixels. */
const radius = 8;

/** A line with round corners as the path of an SVG. */
export function edgePath(line: readonly Point[]): string {
  return line
    .map((at, index) => {
      const before = line[index - 1];
      const after = line[index + 1];
      if (!before) return `M ${at.x} ${at.y}`;
      if (!after) return `L ${at.x} ${at.y}`;
      const come = toward(at, before);
      const leave = toward(at, after);
      return `L ${come.x} ${come.y} Q ${at.x} ${at.y} ${leave.x} ${leave.y}`;
    })
    .join(' ');
}

/** The point beside a corner where its rounding begins: never past the middle of the stretch. */
function toward(corner: Point, other: Point): Point {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y);
  const share = length === 0 ? 0 : Math.min(radius, length / 2) / length;
  return { x: corner.x + (other.x - corner.x) * share, y: corner.y + (other.y - corner.y) * share };
}
