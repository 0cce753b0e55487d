import { readdirSync, readFileSync } from 'node:fs'

/** Of processes that have ended the kernel counts the time in hundredths of a second. */
const TICK_MS = 10
const PAGE_BYTES = 4096

interface ProcessFacts {
  readonly id: number
  readonly parent: number
  readonly cpuMs: number
  readonly residentBytes: number
}

/** Processor time of a process, those it started, and those among them that have ended; Linux only. */
export function cpuMsOf(root: number): number {
  return treeOf(root).reduce((sum, { cpuMs }) => sum + cpuMs, 0)
}

export function residentBytesOf(root: number): number {
  return treeOf(root).reduce((sum, { residentBytes }) => sum + residentBytes, 0)
}

/** Ends a process and everything it started, as a power cut would. */
export function killTree(root: number): void {
  for (const { id } of treeOf(root)) {
    try {
      process.kill(id, 'SIGKILL')
    } catch (error) {
      if (!isGone(error)) throw error
    }
  }
}

function treeOf(root: number): ProcessFacts[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => factsOf(Number(name)) ?? [])
  const children = Map.groupBy(all, ({ parent }) => parent)
  const below = (facts: ProcessFacts): ProcessFacts[] => [
    facts,
    ...(children.get(facts.id) ?? []).flatMap(below)
  ]
  return all.filter(({ id }) => id === root).flatMap(below)
}

/** What its threads have used, to the nanosecond; see the kernel's sched-stats.rst, `/proc/<pid>/schedstat`. */
function threadsMsOf(id: number): number {
  const threads = readdirSync(`/proc/${id}/task`)
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${id}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
  )
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6
}

/** See proc(5), `/proc/pid/stat`. */
function factsOf(id: number): ProcessFacts | null {
  try {
    const text = readFileSync(`/proc/${id}/stat`, 'utf8')
    // The name, in brackets, may hold spaces.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const field = (number: number): number => Number(fields[number - 3])
    const cpuMs = threadsMsOf(id) + (field(16) + field(17)) * TICK_MS
    return { id, parent: field(4), cpuMs, residentBytes: field(24) * PAGE_BYTES }
  } catch (error) {
    // It ended while the list was read.
    if (isGone(error)) return null
    throw error
  }
}

function isGone(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return code === 'ENOENT' || code === 'ESRCH'
}
