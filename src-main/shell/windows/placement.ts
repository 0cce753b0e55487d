import type { Placement } from '../settings-file'

interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
interface Display {
  readonly id: number
  readonly bounds: Rectangle
  readonly workArea: Rectangle
}

const PREFERRED = { width: 1440, height: 900 }
/** How much of a window must lie on a display so that it can be seen and taken hold of. */
const VISIBLE_PIXELS = 120

/** Names the arrangement of displays, so that each keeps its own window placement. */
export function arrangement(displays: readonly Display[]): string {
  return displays.map(displayName).sort().join(' ')
}

/** Names a display by its size and place: its id is another one after a restart of the PC. */
export function displayName({ bounds }: Pick<Display, 'bounds'>): string {
  return `${bounds.width}x${bounds.height}@${bounds.x},${bounds.y}`
}

/** The display the wall screen fills: the one it stood on last, else one beside the desk's; null where there is none. */
export function wallDisplay<D extends Display>(
  displays: readonly D[],
  { last, deskId }: { last: string | undefined; deskId: number }
): D | null {
  const others = displays.filter(({ id }) => id !== deskId)
  return others.find((display) => displayName(display) === last) ?? others[0] ?? null
}

/** Where a window opens: where it stood, if that is still on a display; otherwise in the middle of the first one. */
export function openingPlacement(saved: Placement | undefined, workAreas: readonly Rectangle[]): Placement {
  if (saved && workAreas.some((area) => overlaps(saved, area))) return saved
  const area = workAreas[0] ?? { x: 0, y: 0, ...PREFERRED }
  const width = Math.min(PREFERRED.width, area.width)
  const height = Math.min(PREFERRED.height, area.height)
  return {
    x: area.x + Math.round((area.width - width) / 2),
    y: area.y + Math.round((area.height - height) / 2),
    width,
    height,
    // On a small screen the desk takes all of it.
    isMaximised: width < PREFERRED.width || height < PREFERRED.height
  }
}

function overlaps(window: Rectangle, area: Rectangle): boolean {
  const width = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x)
  const height = Math.min(window.y + window.height, area.y + area.height) - Math.max(window.y, area.y)
  return width >= VISIBLE_PIXELS && height >= VISIBLE_PIXELS
}
