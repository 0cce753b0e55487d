/** Where something scrolls, in pixels of the window. */
export interface ScrollArea {
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly left: number
}

export interface ScrollStep {
  readonly x: number
  readonly y: number
}

const EDGE_PIXELS = 36
/** Pixels a frame at the very edge; further in it is slower. */
const FASTEST = 14

/** How far a pointer near an edge scrolls in one frame: the nearer, the faster; beyond the edge as fast as it goes. */
export function edgeStep(area: ScrollArea, x: number, y: number): ScrollStep {
  return { x: along(x, area.left, area.right), y: along(y, area.top, area.bottom) }
}

function along(at: number, start: number, end: number): number {
  if (at < start + EDGE_PIXELS) return -speed(at - start)
  if (at > end - EDGE_PIXELS) return speed(end - at)
  return 0
}

function speed(inside: number): number {
  return Math.ceil(FASTEST * Math.min(1, (EDGE_PIXELS - inside) / EDGE_PIXELS))
}

interface EdgeScroll {
  /** The pointer is here now. */
  track(x: number, y: number): void
  stop(): void
}

/** Scrolls frame by frame for as long as the pointer rests near an edge. `scrolled` is told after each step. */
export function edgeScroll(
  areaOf: () => { element: HTMLElement; area: ScrollArea } | null,
  scrolled: () => void
): EdgeScroll {
  let pointer: { x: number; y: number } | null = null
  let frame = 0

  function run(): void {
    frame = 0
    const found = areaOf()
    if (!pointer || !found) return
    const step = edgeStep(found.area, pointer.x, pointer.y)
    if (step.x === 0 && step.y === 0) return
    const { scrollLeft, scrollTop } = found.element
    found.element.scrollBy(step.x, step.y)
    if (found.element.scrollLeft === scrollLeft && found.element.scrollTop === scrollTop) return
    scrolled()
    frame = requestAnimationFrame(run)
  }

  return {
    track(x, y) {
      pointer = { x, y }
      if (frame === 0) frame = requestAnimationFrame(run)
    },
    stop() {
      pointer = null
      cancelAnimationFrame(frame)
      frame = 0
    }
  }
}
