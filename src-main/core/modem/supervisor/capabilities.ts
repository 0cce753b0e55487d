function groups(offered: string): string[] {
  return Array.from(offered.matchAll(/\(([^)]*)\)/g), ([, inside = '']) => inside)
}

function quoted(text: string): string[] {
  return Array.from(text.matchAll(/"(\w+)"/g), ([, name = '']) => name)
}

/**
 * The memory that is in every list of `+CPMS=?`: the one in use for receiving where possible, for messages that came
 * earlier lie there; and how many lists there are, for old modems have two.
 */
export function commonMemory(
  offered: string,
  current: string | null
): { memory: string | null; lists: number } {
  const lists = groups(offered).map(quoted)
  const isCommon = (name: string): boolean => lists.every((list) => list.includes(name))
  const inUse = current === null ? undefined : quoted(current).at(-1)
  const candidates = [...(inUse === undefined ? [] : [inUse]), 'SM', 'ME', 'MT']
  return {
    memory: candidates.find((name) => lists.length > 0 && isCommon(name)) ?? null,
    lists: lists.length
  }
}

function isOffered(group: string | undefined, value: number): boolean {
  if (group === undefined) return true
  return group.split(',').some((item) => {
    const [low = Number.NaN, high = low] = item.split('-').map(Number)
    return value >= low && value <= high
  })
}

/** ds is 1: a delivery report is shown as `+CDS`. */
export function areReportsShown(indications: string): boolean {
  return indications.split(',')[3] === '1'
}

/** ds is 2: a delivery report is stored and announced by `+CDSI`. */
export function areReportsStored(indications: string | null): boolean {
  return indications?.split(',')[3] === '2'
}

/**
 * Settings for `+CNMI`, best first: messages stored and announced (mt 1); reports shown (ds 1), else stored (ds 2),
 * else none; only from what the modem says it takes.
 */
export function bestIndications(offered: string | null): string[] {
  const [modes, , , reports, buffers] = offered === null ? [] : groups(offered)
  const mode = isOffered(modes, 2) ? 2 : 1
  const buffer = isOffered(buffers, 0) ? 0 : 1
  return [1, 2, 0].filter((ds) => isOffered(reports, ds)).map((ds) => `${mode},1,0,${ds},${buffer}`)
}
