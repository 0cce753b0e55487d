/** Characters that mean something in HTML. */
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;'
}

/** The same text as HTML: paragraphs, no picture, no link, nothing fetched from anywhere. */
export function htmlOf(text: string, language: string): string {
  const paragraphs = text
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${escaped(paragraph).replaceAll('\n', '<br>')}</p>`)
    .join('\n')
  return `<!doctype html>\n<html lang="${escaped(language)}"><head><meta charset="utf-8"></head><body>\n${paragraphs}\n</body></html>\n`
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}
