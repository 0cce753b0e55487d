import type { Growth } from './growth'

const COLUMNS = 4
const PANEL = { width: 236, height: 132 } as const
const GAP = 16
const MARGIN = { top: 56, left: 16, right: 16, bottom: 16 } as const
/** Within a panel. */
const AREA = { left: 34, right: 12, top: 30, bottom: 22 } as const
/** Milliseconds, the ends of every panel's scale. */
const SCALE = [0.001, 100] as const
const TICKS = [0.01, 0.1, 1, 10, 100]

const STYLE = `
    text { font: 11px system-ui, sans-serif; fill: #1d2a30 }
    .title { font-size: 15px; font-weight: 600 } .name { font-weight: 600 }
    .quiet { fill: #5a6a72 } .frame { fill: none; stroke: #d5dde1 } .grid { stroke: #e8edef }
    .paper { fill: #fff } .p50, .p99, .floor { fill: none; stroke-width: 2 }
    .p50 { stroke: #0b6570 } .p99 { stroke: #0b6570; stroke-dasharray: 5 4 } .floor { stroke: #8a979e; stroke-width: 1.5 }
    .target { stroke: #b3261e; stroke-dasharray: 2 3 } .dot { fill: #0b6570 } .square { fill: #fff; stroke: #0b6570; stroke-width: 1.5 }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf0 } .quiet { fill: #9fb0b8 } .paper { fill: #12191d } .frame { stroke: #33424a }
      .grid { stroke: #223038 } .p50, .p99 { stroke: #5cc8d4 } .dot { fill: #5cc8d4 }
      .square { fill: #12191d; stroke: #5cc8d4 } .target { stroke: #ff8a80 }
    }`

export interface Plot {
  readonly title: string
  readonly kinds: readonly Growth[]
  /** The driver alone, drawn into every panel. */
  readonly floor: Growth | null
  /** Patients, smallest first. */
  readonly sizes: readonly number[]
}

/** One small panel for each kind of call, all on one scale: patients to the right, milliseconds upwards, both by tens. */
export function asSvg({ title, kinds, floor, sizes }: Plot): string {
  const rows = Math.ceil(kinds.length / COLUMNS)
  const width = MARGIN.left + MARGIN.right + COLUMNS * PANEL.width + (COLUMNS - 1) * GAP
  const height = MARGIN.top + MARGIN.bottom + rows * PANEL.height + (rows - 1) * GAP
  const panels = kinds.map((kind, index) => {
    const x = MARGIN.left + (index % COLUMNS) * (PANEL.width + GAP)
    const y = MARGIN.top + Math.floor(index / COLUMNS) * (PANEL.height + GAP)
    return `<g transform="translate(${x} ${y})">${panel(kind, floor, sizes)}</g>`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${STYLE}</style>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    `<text class="title" x="${MARGIN.left}" y="24">${escaped(title)}</text>`,
    legend(),
    ...panels,
    '</svg>',
    ''
  ].join('\n')
}

function legend(): string {
  const entries = [
    ['p50', '<circle class="dot" cx="14" cy="-4" r="3"/>', 'half of the calls'],
    ['p99', '<rect class="square" x="11" y="-7" width="6" height="6"/>', '99 of 100 calls'],
    ['floor', '', 'the driver alone'],
    ['target', '', 'most allowed for 99 of 100']
  ] as const
  return entries
    .map(([name, mark, words], index) => {
      const line = `<line class="${name}" x1="0" y1="-4" x2="28" y2="-4"/>`
      return `<g transform="translate(${MARGIN.left + index * 190} 44)">${line}${mark}<text class="quiet" x="34">${words}</text></g>`
    })
    .join('')
}

function panel({ what, timings, factor }: Growth, floor: Growth | null, sizes: readonly number[]): string {
  const right = PANEL.width - AREA.right
  const bottom = PANEL.height - AREA.bottom
  const x = (index: number) => AREA.left + ((right - AREA.left) * index) / Math.max(1, sizes.length - 1)
  const y = (ms: number) => {
    const [low, high] = SCALE
    const share = Math.log(Math.min(high, Math.max(low, ms)) / low) / Math.log(high / low)
    return bottom - (bottom - AREA.top) * share
  }
  const path = (values: readonly number[]) =>
    values.map((ms, index) => `${index === 0 ? 'M' : 'L'}${point(x(index))} ${point(y(ms))}`).join('')
  const grid = TICKS.map(
    (ms) =>
      `<line class="grid" x1="${AREA.left}" x2="${right}" y1="${point(y(ms))}" y2="${point(y(ms))}"/>` +
      `<text class="quiet" text-anchor="end" x="${AREA.left - 4}" y="${point(y(ms) + 4)}">${ms}</text>`
  )
  const medians = timings.map(({ p50 }) => p50)
  const worst = timings.map(({ p99 }) => p99)
  const most = timings.at(-1)?.target?.most
  const times = `× ${factor.toFixed(1)}`
  return [
    `<text class="name" x="0" y="12">${escaped(what)}</text>`,
    `<text class="quiet" text-anchor="end" x="${right}" y="24">${times}</text>`,
    ...grid,
    ...sizes.map(
      (size, index) =>
        `<text class="quiet" text-anchor="middle" x="${point(x(index))}" y="${bottom + 16}">${short(size)}</text>`
    ),
    floor ? `<path class="floor" d="${path(floor.timings.map(({ p50 }) => p50))}"/>` : '',
    most === undefined ? '' : `<path class="target" d="${path(sizes.map(() => most))}"/>`,
    `<path class="p99" d="${path(worst)}"/>`,
    `<path class="p50" d="${path(medians)}"/>`,
    ...worst.map(
      (ms, index) =>
        `<rect class="square" x="${point(x(index) - 3)}" y="${point(y(ms) - 3)}" width="6" height="6"/>`
    ),
    ...medians.map((ms, index) => `<circle class="dot" cx="${point(x(index))}" cy="${point(y(ms))}" r="3"/>`)
  ].join('')
}

function short(patients: number): string {
  return patients >= 1_000_000 ? `${patients / 1_000_000} mill.` : `${patients / 1_000}k`
}

function point(value: number): string {
  return value.toFixed(1)
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
