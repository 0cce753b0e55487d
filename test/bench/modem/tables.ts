import type { FaultResult } from './faults'
import type { Latency } from './latency'
import type { CellResult } from './cell'
import type { Program } from './program'
import type { Speed } from './speeds'
import { FAULTS } from './fault-rows'
import { skranke } from './skranke'

type Table = readonly (readonly string[])[]

/** Programs side by side: how fast, and at what cost. */
export function speedTable(speeds: readonly Speed[]): Table {
  const ours = speeds.find(({ program }) => program === skranke)
  const cells = (figure: (speed: Speed) => string): string[] => speeds.map(figure)
  const ratio = (speed: Speed, of: (speed: Speed) => CellResult): string => {
    const rate = of(speed).pace.perSecond
    if (rate === 0) return 'none sent'
    const factor = ours && speed !== ours ? ` (ours ${(of(ours).pace.perSecond / rate).toFixed(1)} ×)` : ''
    return `${rate.toFixed(rate < 10 ? 2 : 0)}${factor}`
  }
  return [
    ['', ...speeds.map(({ program }) => program.name)],
    ['messages/s, modem answers at once', ...cells((speed) => ratio(speed, ({ fast }) => fast))],
    [
      'messages/s, 2 s per message (the wire allows 0.50)',
      ...cells((speed) => ratio(speed, ({ slow }) => slow))
    ],
    ['processor time per message, ms', ...cells(({ fast }) => fast.pace.cpuMsEach.toFixed(2))],
    ['memory, MB', ...cells(({ fast }) => (fast.pace.residentBytes / 1e6).toFixed(0))]
  ]
}

export function faultTable(programs: readonly Program[], results: readonly FaultResult[]): Table {
  return [
    ['', ...programs.map(({ name }) => name)],
    ...FAULTS.map((row) => {
      const ofRow = results.filter((result) => result.row === row)
      const ours = ofRow.find(({ program }) => program === skranke) ?? ofRow[0]
      return [
        ours?.label ?? '',
        ...programs.map((program) => {
          const found = ofRow.find((result) => result.program === program)
          return found ? verdict(found, ours?.label) : ''
        })
      ]
    })
  ]
}

function verdict({ label, result, row }: FaultResult, rowLabel: string | undefined): string {
  const { messages, sent, twice, lost, uncertain, isFinished, backAfterMs } = result
  return (
    [
      twice > 0 ? `**${twice} twice**` : 'none twice',
      lost > 0 ? `**${lost} lost unsaid**` : 'none lost',
      ...(uncertain > 0 ? [`${uncertain} in doubt and said so`] : []),
      ...(isFinished ? [] : [`${sent} of ${messages} sent when time was up`]),
      ...(row.isUnplugged ? [backAfter(backAfterMs)] : [])
    ].join(', ') + (label === rowLabel ? '' : ` (${label})`)
  )
}

function backAfter(times: readonly number[]): string {
  if (times.length === 0) return 'not back'
  return `back after ${times.map((ms) => (ms / 1_000).toFixed(1)).join(' / ')} s`
}

export function latencyLine({ p50, p95 }: Latency): string {
  return `A one-time code, from the request to \`AT+CMGS\` on the wire while nothing else waits: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms (aim: p95 ≤ 50 ms).`
}

export function asMarkdownTable([head = [], ...rows]: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join(
    '\n'
  )
}
