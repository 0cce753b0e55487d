import type { PatientLabel } from '@contract/labels'

/** Label papers, millimetres. A roll has one label on each of its pages. */
export interface LabelPaper {
  readonly columns: number
  readonly rows: number
}

export const LABEL_PAPERS = {
  'a4-3x8': { columns: 3, rows: 8 },
  'a4-2x7': { columns: 2, rows: 7 },
  'roll-89x36': { columns: 1, rows: 1 },
  'roll-62x29': { columns: 1, rows: 1 }
} as const satisfies Record<string, LabelPaper>

export type LabelPaperName = keyof typeof LABEL_PAPERS
export const PAPER_NAMES = [
  'a4-3x8',
  'a4-2x7',
  'roll-89x36',
  'roll-62x29'
] as const satisfies LabelPaperName[]

export const isPaperName = (value: unknown): value is LabelPaperName =>
  PAPER_NAMES.some((name) => name === value)

/** Labels of one page of the paper. */
export function labelsOfPage(paper: LabelPaperName): number {
  const { columns, rows } = LABEL_PAPERS[paper]
  return columns * rows
}

/** The places of each page, those used already left empty on the first. */
export function pagesOf(
  labels: readonly PatientLabel[],
  { paper, copies, skip }: { paper: LabelPaperName; copies: number; skip: number }
): (PatientLabel | null)[][] {
  const size = labelsOfPage(paper)
  const used = Array.from({ length: Math.min(skip, size - 1) }, () => null)
  const places = [...used, ...labels.flatMap((label) => Array.from({ length: copies }, () => label))]
  const pages: (PatientLabel | null)[][] = []
  for (let start = 0; start < places.length; start += size) pages.push(places.slice(start, start + size))
  return labels.length === 0 ? [] : pages
}
