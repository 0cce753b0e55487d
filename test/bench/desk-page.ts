import type { Page } from '@playwright/test'

/**
 * What runs in the page to time it. `painted` is the moment the frame that follows the last change of what `selector`
 * names had been handed to the screen; the change is over when nothing has moved for a while.
 */
declare global {
  interface Window {
    skrankeBench: {
      /** Milliseconds from `from` until what `selector` names was painted as `isDone` wants it. */
      painted(selector: string, from: () => number, isDone: () => boolean): Promise<number>
      /** Begins to watch what the next key changes in what `selector` names. */
      watchKey(selector: string): void
      /** Milliseconds from that key to the frame with its last change, once nothing has moved for a while. */
      keyPainted(): Promise<number>
    }
  }
}

export async function addTimers(page: Page): Promise<void> {
  await page.evaluate(() => {
    const nextPaint = () =>
      new Promise<number>((resolve) => {
        requestAnimationFrame(() => {
          const channel = new MessageChannel()
          // A message posted in a frame is delivered once the frame has been painted.
          channel.port1.onmessage = () => resolve(performance.now())
          channel.port2.postMessage(null)
        })
      })
    const stillMs = 150
    const patienceMs = 5_000
    let keyPaint: Promise<number>
    window.skrankeBench = {
      watchKey(selector) {
        const watched = document.querySelector(selector)
        if (!watched) throw new Error(`${selector} is not there.`)
        let pressedAt = 0
        document.addEventListener('keydown', (event) => (pressedAt = event.timeStamp), {
          once: true,
          capture: true
        })
        keyPaint = new Promise((resolve, reject) => {
          const giveUp = setTimeout(() => reject(new Error('The key changed nothing.')), patienceMs)
          let still: ReturnType<typeof setTimeout>
          const observer = new MutationObserver(() => {
            const painted = nextPaint()
            clearTimeout(still)
            still = setTimeout(() => {
              observer.disconnect()
              clearTimeout(giveUp)
              resolve(painted.then((at) => at - pressedAt))
            }, stillMs)
          })
          observer.observe(watched, {
            childList: true,
            subtree: true,
            attributes: true,
            characterData: true
          })
        })
      },
      keyPainted: () => keyPaint,
      painted: (selector, from, isDone) =>
        new Promise((resolve, reject) => {
          const watched = document.querySelector(selector) ?? document.body
          const giveUp = setTimeout(() => reject(new Error(`${selector} did not come.`)), 20_000)
          const observer = new MutationObserver(check)
          function check(): void {
            if (!isDone()) return
            observer.disconnect()
            clearTimeout(giveUp)
            void nextPaint().then((at) => resolve(at - from()))
          }
          observer.observe(watched, { childList: true, subtree: true, attributes: true, characterData: true })
          check()
        })
    }
  })
}
