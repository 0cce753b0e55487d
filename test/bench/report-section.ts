/** The heading of what `npm run bench:modem` writes into the report of the benchmarks. */
export const MODEM_HEADING = '## The modem beside other programs'

/** The section from its heading to the next of the same rank, or nothing. */
export function sectionOf(report: string, heading: string): string {
  const start = report.indexOf(`${heading}\n`)
  if (start < 0) return ''
  const next = report.indexOf('\n## ', start + heading.length)
  return `${report.slice(start, next < 0 ? undefined : next).trimEnd()}\n`
}

/** The report with this section in the place of the one before, or at its end. */
export function withSection(report: string, heading: string, section: string): string {
  const before = sectionOf(report, heading)
  const rest = before === '' ? report : report.replace(before.trimEnd(), () => '')
  return section === '' ? report : `${rest.trimEnd().replace(/\n{3,}/g, '\n\n')}\n\n${section.trimEnd()}\n`
}
