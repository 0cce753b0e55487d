/** A line of the file as an editor counts it; the first is 1. */
export interface PhysicalLine {
  line: number
  text: string
  isTooLong: boolean
}

/** Longer lines are no rows of a register: what follows is skipped up to the next line break. */
const MAXIMUM_LINE_LENGTH = 65_536

const LINE_BREAK = /\r\n|\n|\r/g

/** Cuts streamed text into lines at `\r\n`, `\n` or `\r`, holding no more than one line in memory. */
export async function* splitLines(
  text: AsyncIterable<string>,
  longest = MAXIMUM_LINE_LENGTH
): AsyncGenerator<PhysicalLine, void, undefined> {
  let line = 1
  let rest = ''
  let isTooLong = false
  for await (const chunk of text) {
    const { complete, remainder } = cut(rest + chunk)
    for (const each of complete) {
      yield capped({ line, text: each, isTooLong }, longest)
      line += 1
      isTooLong = false
    }
    isTooLong ||= remainder.length > longest
    rest = isTooLong ? remainder.slice(-1) : remainder
  }
  const last = rest.replace(/\r$/, '')
  if (last !== '' || isTooLong) yield capped({ line, text: last, isTooLong }, longest)
}

/** A `\r` at the end stays with the remainder, for the next chunk may begin with its `\n`. */
function cut(text: string): { complete: string[]; remainder: string } {
  const held = text.endsWith('\r') ? '\r' : ''
  const lines = text.slice(0, text.length - held.length).split(LINE_BREAK)
  const remainder = lines.pop() ?? ''
  return { complete: lines, remainder: remainder + held }
}

function capped({ line, text, isTooLong: wasCut }: PhysicalLine, longest: number): PhysicalLine {
  const isTooLong = wasCut || text.length > longest
  return { line, text: isTooLong ? '' : text, isTooLong }
}
