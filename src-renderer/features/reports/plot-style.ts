/** What tells one series from another besides its colour. */
export type Fill = 'solid' | 'stripes'

const TILE_PX = 8

/** A token of the theme, such as `--accent`, as it is now. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}

/** Stripes of a colour on the page's surface; the whole surface in one colour for `solid`. */
export function fillOf(colour: string, fill: Fill): string | CanvasPattern {
  if (fill === 'solid') return colour
  const tile = document.createElement('canvas')
  tile.width = TILE_PX
  tile.height = TILE_PX
  const pen = tile.getContext('2d')
  if (!pen) return colour
  pen.fillStyle = token('--surface')
  pen.fillRect(0, 0, TILE_PX, TILE_PX)
  pen.strokeStyle = colour
  pen.lineWidth = 2
  for (const shift of [-TILE_PX, 0, TILE_PX]) {
    pen.moveTo(shift, TILE_PX)
    pen.lineTo(shift + TILE_PX, 0)
  }
  pen.stroke()
  return pen.createPattern(tile, 'repeat') ?? colour
}
