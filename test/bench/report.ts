import { isMet, type Row } from './rows'

export interface Section {
  readonly title: string
  readonly rows: readonly Row[]
}

const HEADINGS = ['', 'p50', 'p95', 'p99', 'CPU', 'CPU p99', 'target'] as const

export function asText(section: Section): string {
  const cells = [HEADINGS.map(String), ...section.rows.map(cellsOf)]
  const widths = HEADINGS.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const lines = cells.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)
      )
      .join('  ')
  )
  return [section.title, ...lines.map((line) => `  ${line}`)].join('\n')
}

export interface Introduction {
  /** With its mark. */
  readonly title: string
  readonly intro: string
}

const OF_ALL: Introduction = {
  title: '# Benchmarks',
  intro:
    'Written by `npm run bench`. Times are milliseconds; p50, p95 and p99 are each the median of three rounds, CPU is the processor time of one call, its mean and its p99: on a machine that does other work beside it is the truer figure. A figure without percentiles stands under p50. ✓ and ✗ tell whether the target is met. The register has benchmarks of its own ([benchmarks-patients.md](benchmarks-patients.md)), and so has the line to the portal ([benchmarks-sync.md](benchmarks-sync.md)).'
}

export function asMarkdown(
  sections: readonly Section[],
  machine: readonly (readonly [string, string])[],
  { title, intro }: Introduction = OF_ALL
): string {
  return [
    title,
    '',
    intro,
    '',
    '| | |',
    '|---|---|',
    ...machine.map(([name, value]) => `| ${name} | ${value} |`),
    ...sections.flatMap((section) => sectionMarkdown(section)),
    ''
  ].join('\n')
}

/** The lines of one section, with what is said of it before its figures. */
export function sectionMarkdown({ title, rows }: Section, note = ''): string[] {
  return [
    '',
    `## ${title}`,
    '',
    ...(note === '' ? [] : [note, '']),
    `| ${HEADINGS.join(' | ')} |`,
    '|---|--:|--:|--:|--:|--:|--:|',
    ...rows.map((row) => `| ${cellsOf(row).join(' | ')} |`)
  ]
}

function cellsOf(row: Row): string[] {
  if (row.kind === 'amount')
    return [row.what, `${figure(row.value)} ${row.unit}`, '', '', '', '', targetOf(row)]
  const { what, p50, p95, p99, cpu } = row
  return [
    what,
    ...[p50, p95, p99].map(figure),
    ...(cpu === null ? ['', ''] : [figure(cpu.mean), figure(cpu.p99)]),
    targetOf(row)
  ]
}

function targetOf(row: Row): string {
  if (row.target === null) return ''
  const mark = isMet(row) ? '✓' : '✗'
  if ('of' in row.target) return `${row.target.of} ≤ ${row.target.most} ${mark}`
  return 'least' in row.target ? `≥ ${row.target.least} ${mark}` : `≤ ${row.target.most} ${mark}`
}

export function figure(value: number): string {
  if (value > 0 && value < 0.1) return value.toFixed(3)
  if (value >= 100) return String(Math.round(value))
  return value >= 10 ? value.toFixed(1) : value.toFixed(2)
}
