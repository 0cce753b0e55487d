/** All that the pages do by script: a line about a code or an answer stays true while the page is open. */
export const SCRIPT = `
for (const link of document.querySelectorAll('.without-script')) link.hidden = true
for (const line of document.querySelectorAll('[data-live]')) {
  const look = async () => {
    if (line.dataset.done === 'true') return
    try {
      const { text, isDone } = await (await fetch(line.dataset.live)).json()
      if (line.textContent.trim() !== text) line.textContent = text
      if (isDone && line.dataset.then) return location.assign(line.dataset.then)
      if (isDone && line.dataset.settled) {
        line.parentElement.className = line.dataset.settled
        line.previousElementSibling.textContent = '✓'
      }
      if (isDone) return
    } catch {
      // The next look may get through.
    }
    setTimeout(look, 1000)
  }
  setTimeout(look, 500)
}
`
